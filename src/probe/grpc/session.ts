/** One channel with the credential on it, and the server's descriptors as far as they were asked for. */
import type { Metadata } from '@grpc/grpc-js';
import type { Deadline } from '../wire/deadline.js';
import { secretsIn } from '../wire/redact.js';
import { type GrpcChannel, metadataWith, openChannel } from './channel.js';
import type { GrpcOptions } from './options.js';
import { openReflection, type Reflection } from './reflection.js';

export interface GrpcSession {
  readonly channel: GrpcChannel;
  readonly metadata: Metadata;
  readonly deadline: Deadline;
  /** What must not be shown even if the server sends it back. */
  readonly secrets: readonly string[];
  /** Opened with the first question. */
  readonly reflection: () => Reflection;
}

/** The credential cannot travel: half a sentence for the note of whatever was to be done. */
export const UNSENDABLE = 'the credential holds characters that no header can carry';

/** Reflection is asked on the way to something else, so it gets a part of the time, milliseconds. */
const REFLECTION_MS = 2000;

/** Runs `work` on a fresh channel and closes it, whatever happens. Undefined: the credential cannot be sent. */
export async function withSession<T>(
  options: GrpcOptions,
  work: (session: GrpcSession) => Promise<T>,
): Promise<T | undefined> {
  const metadata = metadataWith(options.credential);
  if (metadata === undefined) return undefined;
  const { deadline } = options;
  const channel = openChannel(options.endpoint);
  let reflection: Reflection | undefined;
  try {
    return await work({
      channel,
      metadata,
      deadline,
      secrets: secretsOf(options),
      reflection: () => {
        const patienceMs = Math.min(REFLECTION_MS, deadline.left() / 3);
        reflection ??= openReflection(channel, { metadata, deadline, patienceMs });
        return reflection;
      },
    });
  } finally {
    reflection?.close();
    channel.close();
  }
}

/** The pieces of the credential that a server might send back. */
export function secretsOf({ credential }: GrpcOptions): readonly string[] {
  return credential === undefined ? [] : secretsIn({ [credential.header]: credential.value });
}
