/** One call on a channel, whatever its method, down to its status. */
import { Metadata, type StatusObject, status as statusCodes } from '@grpc/grpc-js';
import type { Deadline } from '../wire/deadline.js';
import type { GrpcChannel } from './channel.js';

/** What a client was told. */
export interface CallEnd {
  /** Undefined: messages came, and the call was still open when we let go of it. */
  readonly status: number | undefined;
  readonly details: string;
  readonly metadata: Metadata;
  readonly trailers: Metadata;
  readonly messages: number;
  readonly first: Uint8Array | undefined;
}

export interface CallSpec {
  /** `pkg.Service/Method`. */
  readonly method: string;
  readonly request: Uint8Array;
  readonly metadata: Metadata;
  readonly deadline: Deadline;
  /** A call known to be unary is made as one: clients then complain of a reply without or with two messages. */
  readonly unary: boolean;
}

/** After its first message a call is given this long to end by itself, milliseconds. */
const SETTLE_MS = 1000;
const MOST_MESSAGES = 1000;
const UNKNOWN_COMPRESSION = 'a message compressed in a way that grpc-js does not know';
/** The deadline is the call's own; this much later we stop waiting for grpc-js to notice, milliseconds. */
const GRACE_MS = 250;

const same = (bytes: Buffer): Buffer => bytes;

/** Never rejects, and ends with the deadline. */
export function makeCall({ client }: GrpcChannel, spec: CallSpec): Promise<CallEnd> {
  return new Promise((resolve) => {
    let metadata = new Metadata();
    let messages = 0;
    let first: Uint8Array | undefined;
    let settle: NodeJS.Timeout | undefined;
    let cancel = () => {};

    const end = (status: number | undefined, details: string, trailers = new Metadata()) => {
      clearTimeout(settle);
      clearTimeout(patience);
      spec.deadline.signal.removeEventListener('abort', gone);
      resolve({ status, details, metadata, trailers, messages, first });
      cancel();
    };
    const endWith = ({ code, details, metadata: trailers }: Partial<StatusObject>) => {
      // grpc-js ends a call without a code or words when it does not know how a message is compressed.
      if (code === undefined) end(statusCodes.INTERNAL, UNKNOWN_COMPRESSION, trailers);
      else if (Number.isNaN(code)) end(statusCodes.UNKNOWN, 'the grpc-status is no number', trailers);
      else end(code, details ?? '', trailers);
    };
    const letGo = () => end(undefined, '');
    const late = () =>
      messages > 0 ? letGo() : end(statusCodes.DEADLINE_EXCEEDED, 'no answer before the deadline');
    // At the deadline grpc-js is to speak first, in the words a client would see.
    let patience: NodeJS.Timeout | undefined;
    const gone = () => {
      patience = setTimeout(late, GRACE_MS);
    };
    const message = (bytes: Buffer) => {
      messages += 1;
      first ??= bytes;
      settle ??= setTimeout(letGo, SETTLE_MS);
      if (messages >= MOST_MESSAGES) letGo();
    };

    const path = `/${spec.method}`;
    const request = Buffer.from(spec.request);
    const options = { deadline: Date.now() + spec.deadline.left() };
    if (spec.deadline.signal.aborted) gone();
    spec.deadline.signal.addEventListener('abort', gone, { once: true });
    try {
      if (spec.unary) {
        const call = client.makeUnaryRequest(
          path,
          same,
          same,
          request,
          spec.metadata,
          options,
          (error, value) => {
            if (value !== undefined) message(value);
            if (error !== null) endWith(error);
          },
        );
        cancel = () => call.cancel();
        call.on('metadata', (received: Metadata) => {
          metadata = received;
        });
        call.on('status', endWith);
      } else {
        const call = client.makeServerStreamRequest(path, same, same, request, spec.metadata, options);
        cancel = () => call.cancel();
        call.on('metadata', (received: Metadata) => {
          metadata = received;
        });
        call.on('data', message);
        call.on('error', () => {});
        // The last messages may still be on their way through the stream.
        call.on('status', (outcome: StatusObject) => setImmediate(() => endWith(outcome)));
      }
    } catch (error) {
      end(statusCodes.INTERNAL, error instanceof Error ? error.message : 'the call could not be made');
    }
  });
}
