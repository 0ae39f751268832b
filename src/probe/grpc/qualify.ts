/**
 * Full names for types that descriptors name relatively. google/protobuf/descriptor.proto allows it ("C++-like scoping
 * rules"), protobuf.js writes it, and so do the servers built on it.
 */
import { clone } from '@bufbuild/protobuf';
import {
  type DescriptorProto,
  type FieldDescriptorProto,
  type FileDescriptorProto,
  FileDescriptorProtoSchema,
} from '@bufbuild/protobuf/wkt';

const join = (scope: string, name: string): string => (scope === '' ? name : `${scope}.${name}`);

/** The same files with every name of a type in full, a dot in front. A name nobody defines stays as it is. */
export function qualify(files: readonly FileDescriptorProto[]): readonly FileDescriptorProto[] {
  const known = new Set(files.flatMap(typesIn));
  return files.map((file) => {
    const full = clone(FileDescriptorProtoSchema, file);
    for (const message of full.messageType) qualifyMessage(message, full.package, known);
    for (const extension of full.extension) qualifyField(extension, full.package, known);
    for (const service of full.service)
      for (const method of service.method) {
        const scope = join(full.package, service.name);
        method.inputType = fullName(method.inputType, scope, known);
        method.outputType = fullName(method.outputType, scope, known);
      }
    return full;
  });
}

/** Every message and enum of a file by full name, without a dot in front. */
function typesIn(file: FileDescriptorProto): string[] {
  const nested = (scope: string, messages: readonly DescriptorProto[]): string[] =>
    messages.flatMap((message) => {
      const name = join(scope, message.name);
      return [
        name,
        ...message.enumType.map((each) => join(name, each.name)),
        ...nested(name, message.nestedType),
      ];
    });
  return [
    ...file.enumType.map((each) => join(file.package, each.name)),
    ...nested(file.package, file.messageType),
  ];
}

function qualifyMessage(message: DescriptorProto, outer: string, known: ReadonlySet<string>): void {
  const scope = join(outer, message.name);
  for (const field of [...message.field, ...message.extension]) qualifyField(field, scope, known);
  for (const inner of message.nestedType) qualifyMessage(inner, scope, known);
}

/** An empty name is left unset: setting it would make it a name. */
function qualifyField(field: FieldDescriptorProto, scope: string, known: ReadonlySet<string>): void {
  if (field.typeName !== '') field.typeName = fullName(field.typeName, scope, known);
  if (field.extendee !== '') field.extendee = fullName(field.extendee, scope, known);
}

/** The innermost scope that has the name wins. */
function fullName(name: string, scope: string, known: ReadonlySet<string>): string {
  if (name.startsWith('.')) return name;
  const parts = scope === '' ? [] : scope.split('.');
  for (let length = parts.length; length >= 0; length--) {
    const candidate = join(parts.slice(0, length).join('.'), name);
    if (known.has(candidate)) return `.${candidate}`;
  }
  // Well-known types are in no file of the set.
  return name.startsWith('google.protobuf.') ? `.${name}` : name;
}
