/** Google as a snapshot remembers it: the same ports, no network. What the snapshot does not hold cannot be looked at. */
import type { Google, Look } from '../../google/ports.js';
import type { Snapshot } from '../model.js';
import { aroundOf } from './around.js';
import { openBook } from './book.js';
import { directoryOf, groupsOf } from './people.js';
import { accessContextOf, assetsOf, iamOf, iapOf, resourceManagerOf } from './policies.js';

const NO_TOKENS = 'A snapshot mints no tokens.';

/** Ports over a snapshot, at a moment (milliseconds since the epoch) against which memberships that end are measured. Logs, lent access and organisation policies are not part of it and are answered as empty. */
export function snapshotGoogle(snapshot: Snapshot, now: number): Google {
  const book = openBook(snapshot, now);
  const none = <T>(_about: unknown): Promise<Look<T[]>> => book.give([]);
  return {
    caller: async () => undefined,
    resourceManager: resourceManagerOf(book),
    assets: assetsOf(book),
    iap: iapOf(book),
    groups: groupsOf(book),
    directory: directoryOf(book),
    iam: iamOf(book),
    accessContext: accessContextOf(book),
    logs: { entries: (_query) => book.give([]), page: () => book.give({ entries: [], next: undefined }) },
    ...aroundOf(book),
    loadBalancing: {
      forwardingRules: none,
      httpsProxies: none,
      httpProxies: none,
      urlMaps: none,
      certificates: none,
    },
    orgPolicy: { effective: (project, _constraint) => none(project) },
    privilegedAccess: { entitlements: none, grants: none },
    tokens: {
      idToken: (account) => book.refuse('iamcredentials', 'not-held', account, NO_TOKENS),
      signJwt: (account) => book.refuse('iamcredentials', 'not-held', account, NO_TOKENS),
      describe: () => book.refuse('iamcredentials', 'not-held', 'the token', NO_TOKENS),
    },
    troubleshooter: {
      troubleshoot: ({ principal }) =>
        book.refuse('policytroubleshooter', 'not-held', principal, 'A snapshot has no second opinion.'),
    },
  };
}
