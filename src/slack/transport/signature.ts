/** Checks that a request really comes from Slack: the `v0` signature and the window of its time stamp. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Slack: "if the timestamp is more than five minutes from local time, it could be a replay". */
export const SIGNATURE_WINDOW_SECONDS = 300;

export interface SignedRequest {
  /** `X-Slack-Request-Timestamp`, seconds since 1970. */
  readonly timestamp: string | undefined;
  /** `X-Slack-Signature`, `v0=` and 64 hexadecimal digits. */
  readonly signature: string | undefined;
  /** The bytes as they arrived, before any parsing. */
  readonly body: Buffer;
}

export type SignatureFault = 'missing' | 'too-old' | 'in-the-future' | 'mismatch';

/**
 * Undefined when the request is Slack's; else what is wrong with it. The window counts both ways: Bolt alone would let
 * a stamp from the future pass. Source: Slack "Verifying requests from Slack".
 */
export function signatureFault(
  request: SignedRequest,
  secret: string,
  nowMs: number,
): SignatureFault | undefined {
  const { timestamp, signature, body } = request;
  if (timestamp === undefined || signature === undefined || !/^[0-9]{1,12}$/.test(timestamp))
    return 'missing';
  const age = Math.floor(nowMs / 1_000) - Number(timestamp);
  if (age > SIGNATURE_WINDOW_SECONDS) return 'too-old';
  if (age < -SIGNATURE_WINDOW_SECONDS) return 'in-the-future';
  const expected = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest();
  const given = /^v0=([0-9a-f]{64})$/.exec(signature)?.[1];
  if (given === undefined) return 'mismatch';
  return timingSafeEqual(expected, Buffer.from(given, 'hex')) ? undefined : 'mismatch';
}
