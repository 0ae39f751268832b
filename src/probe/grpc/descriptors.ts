/** Descriptors met at run time: which methods there are, how they are called, and a request made from JSON. */
import { createFileRegistry, fromBinary, fromJsonString, toBinary } from '@bufbuild/protobuf';
import {
  type FileDescriptorProto,
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
  type MethodDescriptorProto,
} from '@bufbuild/protobuf/wkt';
import type { GrpcShape } from '../observation.js';
import { qualify } from './qualify.js';
import { wellKnownFile } from './well-known.js';

export interface MethodFound {
  readonly shape: GrpcShape;
  /** Full name of the request's message, without a leading dot. */
  readonly input: string;
}

/** The file in these bytes, or undefined when they are none. */
export function readFile(bytes: Uint8Array): FileDescriptorProto | undefined {
  try {
    return fromBinary(FileDescriptorProtoSchema, bytes);
  } catch {
    return undefined;
  }
}

/** The files of a serialised `FileDescriptorSet`; undefined when the bytes are something else. */
export function readFileSet(bytes: Uint8Array): readonly FileDescriptorProto[] | undefined {
  try {
    const { file } = fromBinary(FileDescriptorSetSchema, bytes);
    return file.length === 0 ? undefined : file;
  } catch {
    return undefined;
  }
}

const fullName = (file: FileDescriptorProto, name: string): string =>
  file.package === '' ? name : `${file.package}.${name}`;

/** The services in these files by full name, each with its methods. */
export function servicesIn(
  files: readonly FileDescriptorProto[],
): ReadonlyMap<string, readonly MethodDescriptorProto[]> {
  return new Map(
    files.flatMap((file) => file.service.map((each) => [fullName(file, each.name), each.method])),
  );
}

/** How many messages go which way (google/protobuf/descriptor.proto, `MethodDescriptorProto`). */
export function shapeOf(method: MethodDescriptorProto): GrpcShape {
  if (method.clientStreaming) return method.serverStreaming ? 'bidi-streaming' : 'client-streaming';
  return method.serverStreaming ? 'server-streaming' : 'unary';
}

/** A method by `pkg.Service` and its own name. */
export function findMethod(
  files: readonly FileDescriptorProto[],
  service: string,
  name: string,
): MethodFound | undefined {
  const method = servicesIn(qualify(files))
    .get(service)
    ?.find((each) => each.name === name);
  return method && { shape: shapeOf(method), input: method.inputType.replace(/^\./, '') };
}

export type Encoded =
  | { readonly ok: true; readonly bytes: Uint8Array }
  /** Half a sentence; `fault`: whether it is the JSON that has to be written anew. */
  | { readonly ok: false; readonly fault: 'json' | 'descriptors'; readonly problem: string };

/** A request of a type from proto3 JSON. The files may come in any order; Google's well-known ones may be missing. */
export function encodeJson(given: readonly FileDescriptorProto[], type: string, json: string): Encoded {
  const files = qualify(given);
  const byName = new Map(files.map((file) => [file.name, file]));
  const home = files.find((file) =>
    file.messageType.some((message) => fullName(file, message.name) === type),
  );
  // A request may be defined in another file than the service; any file that brings the type in will do.
  const roots = home === undefined ? files : [home];
  for (const root of roots) {
    let registry: ReturnType<typeof createFileRegistry>;
    try {
      registry = createFileRegistry(root, (name) => byName.get(name) ?? wellKnownFile(name));
    } catch (error) {
      if (root !== roots.at(-1)) continue;
      const why = error instanceof Error && error.message !== '' ? ` (${error.message})` : '';
      return {
        ok: false,
        fault: 'descriptors',
        problem: `the descriptors of ${type} are not complete${why}`,
      };
    }
    const schema = registry.getMessage(type);
    if (schema === undefined) continue;
    try {
      return { ok: true, bytes: toBinary(schema, fromJsonString(schema, json, { registry })) };
    } catch (error) {
      return {
        ok: false,
        fault: 'json',
        problem: `this is no ${type}: ${error instanceof Error ? error.message : 'unknown'}`,
      };
    }
  }
  return { ok: false, fault: 'descriptors', problem: `the descriptors do not hold ${type}` };
}

/** Imports that none of these files is, and that are not Google's own. */
export function missingImports(files: readonly FileDescriptorProto[]): readonly string[] {
  const have = new Set(files.map((file) => file.name));
  return [
    ...new Set(
      files.flatMap((file) => file.dependency).filter((name) => !have.has(name) && !wellKnownFile(name)),
    ),
  ];
}
