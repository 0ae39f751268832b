/** The descriptors of the demo service, as `protoc --descriptor_set_out` would write them. */
import { fromJson, toBinary } from '@bufbuild/protobuf';
import {
  type FileDescriptorProto,
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
} from '@bufbuild/protobuf/wkt';

const file = (json: Parameters<typeof fromJson>[1]): FileDescriptorProto =>
  fromJson(FileDescriptorProtoSchema, json);

const field = (name: string, number: number, type: string, typeName?: string) => ({
  name,
  number,
  label: 'LABEL_OPTIONAL',
  type,
  jsonName: name,
  ...(typeName !== undefined && { typeName }),
});

/** The messages, in a file of their own that brings in one of Google's. */
export const NOTES = file({
  name: 'acme/orders/v1/note.proto',
  package: 'acme.orders.v1',
  syntax: 'proto3',
  dependency: ['google/protobuf/timestamp.proto'],
  messageType: [
    {
      name: 'Note',
      field: [
        field('text', 1, 'TYPE_STRING'),
        field('count', 2, 'TYPE_INT32'),
        field('at', 3, 'TYPE_MESSAGE', '.google.protobuf.Timestamp'),
      ],
    },
  ],
});

const method = (name: string, clientStreaming = false, serverStreaming = false) => ({
  name,
  inputType: '.acme.orders.v1.Note',
  outputType: '.acme.orders.v1.Note',
  clientStreaming,
  serverStreaming,
});

/** The service, which imports them. */
export const ORDERS = file({
  name: 'acme/orders/v1/orders.proto',
  package: 'acme.orders.v1',
  syntax: 'proto3',
  dependency: ['acme/orders/v1/note.proto'],
  service: [
    {
      name: 'Orders',
      method: [
        method('Get'),
        method('List', false, true),
        method('Upload', true),
        method('Chat', true, true),
      ],
    },
  ],
});

export const bytesOf = (one: FileDescriptorProto): Uint8Array => toBinary(FileDescriptorProtoSchema, one);

export function setOf(...files: readonly FileDescriptorProto[]): Uint8Array {
  const set = fromJson(FileDescriptorSetSchema, {});
  set.file.push(...files);
  return toBinary(FileDescriptorSetSchema, set);
}
