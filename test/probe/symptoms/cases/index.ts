/** Every row and every transport code as a probe meets it, with what has to be concluded. */
import { behindCases } from './behind.js';
import type { Case } from './case.js';
import { credentialCases } from './credential.js';
import { grpcCases } from './grpc.js';
import { identityCases } from './identity.js';
import { setupCases } from './setup.js';
import { streamCases } from './stream.js';
import { transportCases } from './transport.js';

/** The groups with their names. */
export const groups: readonly (readonly [string, readonly Case[]])[] = [
  ['the credential', credentialCases],
  ['the identity', identityCases],
  ['signing in and IAP\u2019s own set-up', setupCases],
  ['behind IAP', behindCases],
  ['gRPC', grpcCases],
  ['transport', transportCases],
  ['streams', streamCases],
];

export const cases: readonly Case[] = groups.flatMap(([, list]) => list);
