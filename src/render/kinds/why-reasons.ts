/** Half a sentence per reason code, to stand behind the verdict: "you can't get in: …". Safe for anybody to read. */
import type { Voice } from './why-people.js';

type Phrase = (v: Voice) => string;

/** Codes of refusals, in the order of the documented reasons. A code without a phrase leaves the verdict to stand alone. */
const DENIED: Readonly<Record<string, Phrase>> = {
  'no-grant': (v) => `nothing gives ${v.object} access`,
  'role-lacks-permission': (v) => `the role ${v.have} does not let anybody through IAP`,
  'granted-elsewhere': (v) => `${v.your} access is for another place, not for this one`,
  'run-invoker-only': (v) => `${v.have} the right to call Cloud Run, which is not the right to pass IAP`,
  'wrong-permission-kind': (v) => `the right ${v.have} is for the other kind of access (web or tunnel)`,
  'custom-role-lacks-permission': (v) => `the custom role ${v.have} does not let anybody through IAP`,
  'not-in-group': (v) => `${v.are} not in the group that has access`,
  'membership-expired': (v) => `${v.your} membership of the group that has access has run out`,
  'dynamic-group-stale': (v) => `the automatic group that has access does not hold ${v.object}`,
  'membership-restricted': (v) => `${v.your} group membership does not count, a rule of the group forbids it`,
  'deleted-principal': () => 'the access on record belongs to a deleted account or group',
  'group-missing': () => 'the group that should give access does not exist',
  'other-account': (v) =>
    `the access is on another address than this one of ${v.subject === 'you' ? 'yours' : 'theirs'}`,
  'account-disabled': (v) => `${v.your} account is switched off`,
  'outside-domain': (v) => `${v.your} account does not belong to the organisation that has access`,
  'deny-policy': (v) => `a deny rule blocks ${v.object}`,
  'deny-unevaluable': (v) => `a deny rule that Google cannot evaluate blocks ${v.object}`,
  'deny-exception-missed': (v) => `a deny rule blocks ${v.object}, and ${v.are} not among its exceptions`,
  'boundary-excludes': (v) => `the access boundary on ${v.your} account leaves this service out`,
  'boundary-unevaluable': (v) => `an access boundary that Google cannot evaluate blocks ${v.object}`,
  'condition-expired': (v) => `${v.your} access has run out`,
  'condition-hours': (v) => `${v.your} access does not hold at this time`,
  'condition-malformed': () => 'the rule that should give access has a broken condition',
  'condition-path': (v) => `${v.your} access does not cover this path`,
  'condition-host': (v) => `${v.your} access is for another host name`,
  'condition-not-met': (v) => `${v.your} access depends on a condition that is not met`,
  'condition-unsupported-attribute': () =>
    'the rule that should give access asks for something IAP never says',
  'access-level-ip': (v) => `${v.are} not on an allowed network`,
  'access-level-device': (v) => `${v.your} device does not meet what the rule asks for`,
  'access-level-other': (v) => `${v.do} not meet the access level the rule asks for`,
  'access-level-unknown-name': () =>
    'the rule that should give access names an access level that does not exist',
  'access-level-broken': () => 'the access level that the rule asks for is broken',
  'access-level-unsupported-target': () => 'the rule uses an access level where IAP does not support one',
  'change-propagating': (v) => `the change that lets ${v.object} in has not taken effect yet`,
  'grant-removed': (v) => `${v.your} access was taken away`,
  'jit-grant-ended': (v) => `${v.your} temporary access has ended`,
  'oauth-client-missing': () => 'nobody can sign in there, IAP has no sign-in client',
  'oauth-audience': (v) => `the sign-in screen does not accept ${v.your} account`,
  'oauth-client-mismatch': () => 'nobody can sign in there, the sign-in client is set up wrongly',
  'service-agent-not-invoker': () => 'IAP itself may not call the service behind it',
  'iap-enabled-twice': (v) => `IAP is switched on twice there, and ${v.subject} can pass only one of the two`,
  'host-not-allowed': () => 'this host name is not among the allowed ones',
  'reauth-required': (v) => `${v.subject} must sign in again`,
  'non-browser-request': () => 'the request did not come from a signed-in browser',
  'token-audience': () => 'the token is made for the wrong audience',
  'identity-source-mismatch': () => 'the service takes another kind of sign-in',
  'federated-not-matched': (v) =>
    `the rule does not match the way ${v.subject} sign${v.subject === 'it' ? 's' : ''} in`,
  'service-replaced': () => 'the service was replaced, and the access stayed with the old one',
  throttled: () => 'IAP refuses everybody in the project for now, too many requests',
  'org-policy-forbids': (v) => `an organisation policy forbids the grant that ${v.subject} would need`,
  'blocked-outside-iap': () => 'something else than IAP blocks the way',
  'app-refused': (v) => `IAP lets ${v.object} through, the app itself refuses`,
};

const UNKNOWN: Readonly<Record<string, Phrase>> = {
  'groups-not-readable': () => 'I could not read the groups',
  'directory-not-readable': () => 'I could not read the user directory',
  'policy-not-readable': () => 'I could not read all the policies',
  'deny-not-readable': () => 'I could not read the deny policies',
  'boundary-not-readable': () => 'I could not read the access boundaries',
  'role-not-readable': () => 'I could not read what a role contains',
  'access-levels-not-readable': () => 'I could not read the access levels',
  'condition-needs-context': () => 'a rule asks for something I cannot see',
  'service-not-found': () => 'I could not find this service',
  'subject-not-found': () => 'I could not find this account',
  'api-unavailable': () => 'Google did not answer',
  'api-throttled': () => "Google's limit on reading is used up for now",
  'deadline-exceeded': () => 'time ran out before Google had answered',
  'dynamic-group-stale': () => 'an automatic group is still being worked out',
  'foreign-boundary': (v) => `I cannot see the rules of ${v.your} own organisation`,
  'data-access-logs-off': () => 'the access logs are switched off',
  'logs-not-readable': () => 'I could not read the access logs',
  'gcip-iam-off': () => 'the app itself decides there, not Google',
};

/** The half-sentence for a code under a verdict; nothing when there is none, or when the verdict is `allowed`. */
export function reasonPhrase(
  verdict: 'allowed' | 'denied' | 'unknown',
  code: string | null | undefined,
  voice: Voice,
): string | undefined {
  if (code === null || code === undefined || verdict === 'allowed') return undefined;
  const table = verdict === 'denied' ? DENIED : UNKNOWN;
  return Object.hasOwn(table, code) ? table[code]?.(voice) : undefined;
}

/** Codes this file has words for; a test holds them against the documented reasons. */
export const PHRASED = { denied: Object.keys(DENIED), unknown: Object.keys(UNKNOWN) };

/** What somebody without rights can do about a gap, by its code. */
const SETTLED_BY: Readonly<Record<string, (place: string) => string>> = {
  'condition-needs-context': (place) =>
    `Open ${place} once, then ask me again a minute later: the log entry of that visit often settles it.`,
  'api-unavailable': () => 'Ask me again in a few minutes.',
  'api-throttled': () => 'Ask me again in a minute.',
  'deadline-exceeded': () => 'Ask me again: what was read is remembered, so the next try is faster.',
  'dynamic-group-stale': () => 'Ask me again later: Google works such groups out by itself.',
  'subject-not-found': () => 'Check the spelling of the address, and that it is the one you sign in with.',
  'service-not-found': () => 'Check the name, or give me the address (URL) you wanted to open.',
  'foreign-boundary': () => 'Ask the administrators of the organisation your account belongs to.',
};

export function settledBy(code: string | undefined, place: string): string | undefined {
  return code !== undefined && Object.hasOwn(SETTLED_BY, code) ? SETTLED_BY[code]?.(place) : undefined;
}
