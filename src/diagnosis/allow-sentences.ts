/** The sentence for each way in which a grant can be missing: one for the asker, one for administrators. */
import type { Miss } from '../policy/results.js';
import type { Question } from './question.js';
import { chain, moment, placeName, whoIs } from './words.js';

export interface Sentences {
  readonly text: string;
  readonly adminText: string;
}

type Say = (miss: Miss, question: Question) => Sentences;

const binding = (miss: Miss): string =>
  `${miss.role} for ${miss.member} on ${miss.node}${miss.condition ? `, if ${miss.condition.expression}` : ''}`;

/** Both texts from the asker's sentence; administrators get the binding with it. */
const with_ =
  (say: (miss: Miss, who: string, place: string) => string): Say =>
  (miss, question) => {
    const text = say(miss, whoIs(question), placeName(question));
    return { text, adminText: `${text} ${theGrant(miss)}` };
  };

/** The grant that fell short, and on what. */
function theGrant(miss: Miss): string {
  // That they are not in the group has been said.
  if (miss.code === 'not-in-group') return `The grant: ${binding(miss)}.`;
  const ended = /, which has expired: (.+)$/.exec(miss.detail)?.[1];
  if (miss.code === 'membership-expired' && ended !== undefined)
    return `The grant: ${binding(miss)}. What is over: ${ended}.`;
  if (miss.failedOn === 'member') return `The grant, ${binding(miss)}, ${miss.detail}.`;
  const grant = `The grant: ${binding(miss)}.`;
  // Two terms of one condition may have the same to say.
  const why = [...new Set(miss.detail.split('; '))].join('; ');
  return `${grant} Why not: ${why}.`;
}

const groupName = (miss: Miss): string => miss.group ?? 'a group';

const sentences: Readonly<Record<string, Say>> = {
  'not-in-group': with_(
    (miss, who, place) =>
      `Access to ${place} goes through the group ${groupName(miss)}, and ${who} is not a member of it.`,
  ),
  'membership-expired': with_(
    (miss, who) => `The membership of ${who} in ${groupName(miss)}, which has access, has expired.`,
  ),
  'membership-restricted': with_(
    (miss, who) =>
      `${who} is listed in ${groupName(miss)}, but the group\u2019s member restriction does not let the membership count.`,
  ),
  'group-missing': with_(
    (miss, _who, place) => `Access to ${place} was given to ${groupName(miss)}, and there is no such group.`,
  ),
  'deleted-principal': with_(
    (_miss, who, place) =>
      `The grant for ${place} names an account or group that was deleted, and ${who} does not inherit it, even under the same address.`,
  ),
  'other-account': with_(
    (_miss, who, place) =>
      `Access to ${place} is given to another address than the one ${who} signs in with.`,
  ),
  'outside-domain': with_(
    (_miss, who, place) =>
      `Access to ${place} is given to everybody in one organisation\u2019s domain, and ${who} does not belong to it.`,
  ),
  'federated-not-matched': with_(
    (_miss, who, place) =>
      `${who} is a federated identity, and the grants for ${place} name Google accounts only.`,
  ),
  'role-lacks-permission': with_(
    (miss, who, place) =>
      `${who} holds ${roleWord(miss.role)}, but that role does not open ${place}: only IAP-secured Web App User does.`,
  ),
  'wrong-permission-kind': with_((miss, who, place) =>
    miss.role.includes('tunnel')
      ? `${who} holds the role for TCP tunnels, but ${place} is a web app and needs IAP-secured Web App User.`
      : `${who} holds the role for web apps, but ${place} is a TCP tunnel and needs IAP-secured Tunnel User.`,
  ),
  'custom-role-lacks-permission': with_(
    (_miss, who, place) =>
      `${who} holds a custom role for ${place} that does not include the permission IAP checks.`,
  ),
  'condition-expired': with_((miss, who, place) => {
    const ended = miss.conditionResult?.expiredAt;
    return `The access of ${who} to ${place} was granted for a time and ended${ended === undefined ? '' : ` on ${moment(ended)}`}.`;
  }),
  'condition-hours': with_((miss, who, place) => {
    const next = miss.conditionResult?.nextTrueAt;
    return `${who} may use ${place} at certain times only, and not now${next === undefined ? '' : `; next from ${moment(next)}`}.`;
  }),
  'condition-malformed': with_(
    (_miss, who, place) =>
      `The grant of ${who} for ${place} has a condition Google cannot evaluate, so it never grants.`,
  ),
  'condition-not-met': with_(
    (_miss, who, place) => `The grant of ${who} for ${place} has a condition that is not met.`,
  ),
  'condition-path': with_((_miss, who, place) => `${who} may use parts of ${place}, but not this path.`),
  'condition-host': with_(
    (_miss, who, place) => `${who} may use ${place} under another host name, but not under this one.`,
  ),
  'condition-unsupported-attribute': with_(
    (_miss, who, place) =>
      `The grant of ${who} for ${place} depends on something IAP does not offer to conditions, so it never grants.`,
  ),
  'access-level-ip': with_(
    (_miss, who, place) =>
      `${who} may use ${place} from certain networks only, and the request came from outside them.`,
  ),
  'access-level-device': with_(
    (_miss, who, place) =>
      `${who} may use ${place} from a known, compliant device only; Google has no such record of this one.`,
  ),
  'access-level-other': with_(
    (_miss, who, place) => `${who} may use ${place} only when an access level is met, and it is not.`,
  ),
  'access-level-unknown-name': with_(
    (_miss, who, place) =>
      `The grant of ${who} for ${place} asks for an access level that does not exist under that exact name.`,
  ),
  'access-level-broken': with_(
    (_miss, who, place) => `The grant of ${who} for ${place} asks for an access level that is broken.`,
  ),
  'access-level-unsupported-target': with_(
    (_miss, who, place) =>
      `The grant of ${who} for ${place} asks for an access level where IAP does not support one.`,
  ),
};

const roleWords: Readonly<Record<string, string>> = {
  'roles/owner': 'Owner',
  'roles/editor': 'Editor',
  'roles/viewer': 'Viewer',
  'roles/iap.admin': 'IAP Policy Admin',
};

const roleWord = (role: string): string => roleWords[role] ?? role;

/** The sentences for a miss. A code without its own sentence still says what was looked at. */
export function missSentences(miss: Miss, question: Question): Sentences {
  const say = sentences[miss.code];
  if (say) return say(miss, question);
  const who = whoIs(question);
  const text = `A grant for ${placeName(question)} does not reach ${who}.`;
  const through = miss.via.length > 1 ? ` (${chain(miss.via)})` : '';
  return { text, adminText: `${text} ${theGrant(miss)}${through}` };
}
