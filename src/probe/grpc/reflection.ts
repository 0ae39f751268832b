/** Asks a server what it serves (grpc/grpc-proto, `grpc/reflection/v1/reflection.proto`; v1alpha has the same messages). */
import type { FileDescriptorProto } from '@bufbuild/protobuf/wkt';
import { type Metadata, type StatusObject, status as statusCodes } from '@grpc/grpc-js';
import type { Deadline } from '../wire/deadline.js';
import type { GrpcChannel } from './channel.js';
import { missingImports, readFile } from './descriptors.js';
import { readFields, type WireFields, writeText } from './wire.js';

const VERSIONS = ['grpc.reflection.v1.ServerReflection', 'grpc.reflection.v1alpha.ServerReflection'];
/** Field numbers of `ServerReflectionRequest`. */
const BY_FILE = 3;
const BY_SYMBOL = 4;
const LIST = 7;
/** Nobody's service needs more files than this; a server that answers each with another import is cut off. */
const MOST_FILES = 500;

export type Refused = { readonly ok: false; readonly status: number; readonly details: string };
export type Services = { readonly ok: true; readonly names: readonly string[] } | Refused;
export type Files = { readonly ok: true; readonly files: readonly FileDescriptorProto[] } | Refused;

/** One conversation with the server; close it when done. Nothing here rejects. */
export interface Reflection {
  readonly services: () => Promise<Services>;
  /** The file that defines a service, with what it imports where `whole`. */
  readonly filesOf: (symbol: string, whole: boolean) => Promise<Files>;
  readonly close: () => void;
}

export interface ReflectionTerms {
  readonly metadata: Metadata;
  readonly deadline: Deadline;
  /** Reflection is a courtesy: it is given at most this long, milliseconds. */
  readonly patienceMs: number;
}

type Answer = { readonly ok: true; readonly response: WireFields } | Refused;

export function openReflection(channel: GrpcChannel, terms: ReflectionTerms): Reflection {
  let version = 0;
  let talk = converse(channel, VERSIONS[0] ?? '', terms);

  const ask = async (request: Uint8Array): Promise<Answer> => {
    const answer = await talk.ask(request);
    if (answer.ok || answer.status !== statusCodes.UNIMPLEMENTED || version > 0) return answer;
    version = 1;
    talk.close();
    talk = converse(channel, VERSIONS[1] ?? '', terms);
    return talk.ask(request);
  };

  const files = async (request: Uint8Array): Promise<Files> => {
    const answer = await ask(request);
    if (!answer.ok) return answer;
    const found = (readFields(answer.response.bytes(4).at(-1) ?? new Uint8Array())?.bytes(1) ?? [])
      .map(readFile)
      .filter((file) => file !== undefined);
    return found.length > 0 ? { ok: true, files: found } : refusalIn(answer.response);
  };

  return {
    services: async () => {
      const answer = await ask(writeText(LIST, '*'));
      if (!answer.ok) return answer;
      const list = answer.response.bytes(6).at(-1);
      if (list === undefined) return refusalIn(answer.response);
      const names = (readFields(list)?.bytes(1) ?? []).map((entry) => readFields(entry)?.text(1) ?? '');
      return { ok: true, names: names.filter((name) => name !== '') };
    },
    filesOf: async (symbol, whole) => {
      const first = await files(writeText(BY_SYMBOL, symbol));
      if (!first.ok || !whole) return first;
      const all = [...first.files];
      const asked = new Set<string>();
      for (;;) {
        const next = missingImports(all).find((name) => !asked.has(name));
        if (next === undefined || all.length > MOST_FILES) return { ok: true, files: all };
        asked.add(next);
        const more = await files(writeText(BY_FILE, next));
        const have = new Set(all.map((file) => file.name));
        if (more.ok) all.push(...more.files.filter((file) => !have.has(file.name)));
      }
    },
    close: () => talk.close(),
  };
}

/** What an `error_response` says; the codes are those of gRPC. */
function refusalIn(response: WireFields): Refused {
  const error = readFields(response.bytes(7).at(-1) ?? new Uint8Array());
  return {
    ok: false,
    status: error?.number(1) ?? statusCodes.INTERNAL,
    details: error?.text(2) ?? 'an answer without content',
  };
}

/** Questions and answers on one stream, one after the other. */
function converse(
  channel: GrpcChannel,
  service: string,
  { metadata, deadline, patienceMs }: ReflectionTerms,
) {
  const over = Date.now() + Math.min(deadline.left(), patienceMs);
  let waiting: ((answer: Answer) => void) | undefined;
  let ended: Refused | undefined;
  const tell = (answer: Answer) => {
    waiting?.(answer);
    waiting = undefined;
  };
  const end = (code: number, details: string) => {
    ended ??= { ok: false, status: code, details };
    tell(ended);
  };
  const giveUp = () => {
    end(statusCodes.CANCELLED, 'Cancelled on client');
    stream?.cancel();
  };

  const open = () => {
    try {
      const made = channel.client.makeBidiStreamRequest<Buffer, Buffer>(
        `/${service}/ServerReflectionInfo`,
        (bytes) => bytes,
        (bytes) => bytes,
        metadata,
        { deadline: over },
      );
      made.on('data', (bytes: Buffer) => {
        const response = readFields(bytes);
        if (response === undefined) end(statusCodes.INTERNAL, 'an answer that is no reflection');
        else tell({ ok: true, response });
      });
      made.on('error', () => {});
      made.on('status', ({ code, details }: StatusObject) => setImmediate(() => end(code, details)));
      return made;
    } catch (error) {
      end(statusCodes.INTERNAL, error instanceof Error ? error.message : 'the call could not be made');
      return undefined;
    }
  };
  const stream = open();
  deadline.signal.addEventListener('abort', giveUp, { once: true });

  return {
    ask: (request: Uint8Array) =>
      new Promise<Answer>((resolve) => {
        if (ended !== undefined) return resolve(ended);
        waiting = resolve;
        stream?.write(Buffer.from(request));
      }),
    close: () => {
      deadline.signal.removeEventListener('abort', giveUp);
      end(statusCodes.CANCELLED, 'Cancelled on client');
      stream?.cancel();
    },
  };
}
