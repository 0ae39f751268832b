/** How a method is to be called: from the public protocols, a descriptor set or the server's own reflection. */
import type { FileDescriptorProto } from '@bufbuild/protobuf/wkt';
import type { GrpcSeen, GrpcShape } from '../observation.js';
import { type Encoded, encodeJson, findMethod, readFileSet } from './descriptors.js';
import { HEALTH_CHECK, HEALTH_WATCH } from './health.js';
import type { GrpcMethodOptions } from './options.js';
import type { GrpcSession } from './session.js';

export interface MethodName {
  readonly service: string;
  readonly name: string;
}

export interface MethodPlan {
  readonly how: GrpcSeen['how'];
  readonly shape: GrpcShape;
  /** The request to send, or why there is none: half a sentence. */
  readonly request: Encoded;
  /** Worth knowing beside the answer. */
  readonly note: string | undefined;
}

/** `pkg.Service/Method`, with or without a slash in front; nothing when it is something else. */
export function readMethod(text: string): MethodName | undefined {
  const [, service, name] = /^\/?((?:[A-Za-z_]\w*\.)*[A-Za-z_]\w*)\/([A-Za-z_]\w*)$/.exec(text.trim()) ?? [];
  return service === undefined || name === undefined ? undefined : { service, name };
}

const EMPTY = new Uint8Array();

/** What is known of a method before it is called. Asks the server only where nothing else says it. */
export async function planMethod(
  session: GrpcSession,
  method: MethodName,
  options: GrpcMethodOptions,
): Promise<MethodPlan> {
  const full = `${method.service}/${method.name}`;
  const own = options.descriptorSet === undefined ? undefined : readFileSet(options.descriptorSet);
  const note =
    options.descriptorSet === undefined
      ? undefined
      : own === undefined
        ? 'the descriptor set could not be read'
        : findMethod(own, method.service, method.name) === undefined
          ? `the descriptor set has no ${full}`
          : undefined;
  const known = own && findMethod(own, method.service, method.name);
  if (own !== undefined && known !== undefined)
    return {
      how: 'descriptor-set',
      shape: known.shape,
      request: requestOf(options.data, own, known.input),
      note,
    };

  const standard =
    full === HEALTH_CHECK ? 'health-check' : full === HEALTH_WATCH ? 'health-watch' : undefined;
  const shape = standard === 'health-watch' ? 'server-streaming' : 'unary';
  if (standard !== undefined && options.data === undefined)
    return { how: standard, shape, request: { ok: true, bytes: EMPTY }, note };

  if (options.reflect !== false) {
    const answer = await session.reflection().filesOf(method.service, options.data !== undefined);
    const found = answer.ok ? findMethod(answer.files, method.service, method.name) : undefined;
    if (answer.ok && found !== undefined) {
      const request = requestOf(options.data, answer.files, found.input);
      return { how: standard ?? 'reflection', shape: found.shape, request, note };
    }
  }
  // The empty message is the same bytes whatever its type: none.
  return {
    how: standard ?? 'raw',
    shape: 'unknown',
    request: requestOf(options.data, undefined, full),
    note,
  };
}

function requestOf(
  data: string | undefined,
  files: readonly FileDescriptorProto[] | undefined,
  type: string,
): Encoded {
  if (data === undefined || /^\s*\{\s*\}\s*$/.test(data)) return { ok: true, bytes: EMPTY };
  if (files !== undefined) return encodeJson(files, type, data);
  const problem = 'without a descriptor set or reflection JSON cannot be made into a request';
  return { ok: false, fault: 'descriptors', problem };
}
