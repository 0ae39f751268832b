/** Transport codes: the ways a walk ends, and the ways a reply does. */
import type { Observation, StageName } from '../../../../src/probe/observation.js';
import { halt, nobody, observe, orders, reply } from '../build.js';
import type { Case } from './case.js';

const walked = (stage: StageName, code: string): Case => ({
  name: code,
  seen: observe({ credential: nobody, halt: halt(stage, code) }),
  is: [code === 'target-refused' ? 'unknown' : 'failing', stage, 'none', code],
});

const ended = (code: string, ending: NonNullable<Observation['reply']>['ending']): Case => ({
  name: `${code} in the middle of a reply`,
  seen: observe({
    target: orders,
    reply: reply(200, { 'content-type': 'application/grpc' }, '', { ending }),
  }),
  is: ['failing', code === 'response-timeout' ? 'grpc' : 'http2', 'backend', code],
});

export const transportCases: readonly Case[] = [
  walked('guard', 'target-refused'),
  ...['dns-not-found', 'dns-timeout', 'dns-failed'].map((code) => walked('dns', code)),
  ...['tcp-refused', 'tcp-timeout', 'tcp-reset', 'no-route'].map((code) => walked('tcp', code)),
  ...[
    'tls-expired',
    'tls-not-yet-valid',
    'tls-untrusted',
    'tls-self-signed',
    'tls-hostname',
    'tls-handshake',
    'tls-timeout',
  ].map((code) => walked('tls', code)),
  walked('alpn', 'alpn-no-h2'),
  ...['h2-goaway', 'h2-reset', 'h2-protocol-error', 'h2-closed', 'response-timeout'].map((code) =>
    walked('http2', code),
  ),
  walked('iap', 'http-malformed'),
  ended('h2-goaway', { kind: 'goaway', code: 0, name: 'NO_ERROR', lastStream: 1 }),
  ended('h2-reset', { kind: 'reset', code: 2, name: 'INTERNAL_ERROR' }),
  ended('h2-protocol-error', { kind: 'protocol-error', detail: 'bad frame' }),
  ended('h2-closed', { kind: 'closed' }),
  ended('response-timeout', { kind: 'timeout' }),
];
