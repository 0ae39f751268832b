/** What cuts a stream that is held open. */
import type { Observation } from '../../../../src/probe/observation.js';
import { grpcReply, held, observe, orders } from '../build.js';
import type { Case } from './case.js';

const streamed = (name: string, code: string, ...streams: Observation['streams']): Case => ({
  name,
  seen: observe({ target: orders, reply: grpcReply(0), streams }),
  is: ['failing', 'stream', 'backend', code],
});
const RESET = { kind: 'reset', code: 2, name: 'INTERNAL_ERROR' } as const;
const closed = { kind: 'closed' } as const;

export const streamCases: readonly Case[] = [
  streamed(
    'stream-idle-cut, which keep-alive prevents',
    'stream-idle-cut',
    held({ keepalive: true }),
    held({ heldMs: 15_000, idleMs: 15_000, messages: 1, end: closed }),
  ),
  streamed(
    'stream-idle-cut, alone',
    'stream-idle-cut',
    held({ heldMs: 17_000, idleMs: 12_000, messages: 6, end: closed }),
  ),
  streamed(
    'stream-deadline-cut at 30 s',
    'stream-deadline-cut',
    held({ keepalive: true, heldMs: 30_200, end: { kind: 'reset', code: 8, name: 'CANCEL' } }),
    held({ heldMs: 30_100, end: { kind: 'reset', code: 8, name: 'CANCEL' } }),
  ),
  streamed(
    'closed at an age that is not round, twice',
    'h2-closed',
    held({ keepalive: true, heldMs: 45_200, end: closed }),
    held({ heldMs: 45_100, end: closed }),
  ),
  streamed(
    'stream-reset, twice, soon after a message',
    'stream-reset',
    held({ keepalive: true, heldMs: 900, idleMs: 800, messages: 1, end: RESET }),
    held({ heldMs: 900, idleMs: 800, messages: 1, end: RESET }),
  ),
  streamed(
    'stream-reset, alone, after a moment of silence',
    'stream-reset',
    held({ heldMs: 1600, idleMs: 1500, messages: 1, end: RESET }),
  ),
  streamed(
    'stream-idle-cut by a reset that names an error, twice after the same silence',
    'stream-idle-cut',
    held({ keepalive: true, heldMs: 2600, idleMs: 2520, messages: 1, end: RESET }),
    held({ heldMs: 2600, idleMs: 2500, messages: 1, end: RESET }),
  ),
  streamed(
    'stream-idle-cut by a reset, where messages had been coming',
    'stream-idle-cut',
    held({ heldMs: 5000, idleMs: 3000, messages: 9, end: RESET }),
  ),
  streamed(
    'stream-reset',
    'stream-reset',
    held({
      heldMs: 8_000,
      idleMs: 900,
      messages: 9,
      end: { kind: 'reset', code: 2, name: 'INTERNAL_ERROR' },
    }),
  ),
  streamed(
    'stream-goaway',
    'stream-goaway',
    held({ heldMs: 8_000, end: { kind: 'goaway', code: 0, name: 'NO_ERROR' } }),
  ),
  streamed(
    'h2-closed under a stream',
    'h2-closed',
    held({ heldMs: 8_000, messages: 9, idleMs: 900, end: closed }),
  ),
  streamed(
    'no first message',
    'response-timeout',
    held({ heldMs: 8_000, messages: 0, end: { kind: 'no-first-message' } }),
  ),
  streamed(
    'the token ended with it',
    'token-expired',
    held({
      heldMs: 20_400,
      tokenExpiredAfterMs: 20_000,
      end: { kind: 'status', status: 16, name: 'UNAUTHENTICATED', details: 'expired' },
    }),
  ),
  streamed(
    'the app refuses later',
    'grpc-app-denied',
    held({ heldMs: 5_000, end: { kind: 'status', status: 7, name: 'PERMISSION_DENIED', details: '' } }),
  ),
  streamed(
    'the app fails later',
    'grpc-error',
    held({ heldMs: 5_000, end: { kind: 'status', status: 5, name: 'NOT_FOUND', details: '' } }),
  ),
  streamed(
    'the server\u2019s own deadline',
    'stream-deadline-cut',
    held({ heldMs: 5_000, end: { kind: 'status', status: 4, name: 'DEADLINE_EXCEEDED', details: '' } }),
  ),
  {
    name: 'held',
    seen: observe({ target: orders, reply: grpcReply(0), streams: [held(), held({ keepalive: true })] }),
    is: ['through', null, 'backend', null],
  },
];
