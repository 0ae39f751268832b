/** Is the configured resource still the one that the app's address leads to, or was it made anew without its grants? */
import { isAbout } from '../../changes/authorize.js';
import { iapName } from '../../names/index.js';
import type { Check, CheckFinding, CheckInput } from '../check.js';
import { decisionFact } from '../facts/decision.js';
import { ownDecisionsFact } from '../facts/history.js';
import { pathChangesFact } from '../facts/path-changes.js';
import { type Successor, successorFact } from '../facts/surroundings-successor.js';
import { type IapSwitch, switchFact } from '../facts/surroundings-switch.js';
import { moment, placeName, whoIs } from '../words.js';
import { hostOf } from './host.js';

const stage = 'allow';
const code = 'service-replaced';

function successorFinding({ question }: CheckInput, found: IapSwitch, successor: Successor): CheckFinding {
  const { side, evidence } = successor;
  const who = whoIs(question);
  const place = placeName(question);
  const now = iapName(successor.resource);
  const old = iapName(question.place.resource);
  const why = successor.by === 'url' ? 'the address leads to it' : 'it carries the name';
  const detail = `${old} is no more (${found.what}); ${now} took its place: ${why}.`;
  const base = {
    stage,
    code,
    evidence: [...evidence, ...side.evidence],
    fix: { otherResource: successor.resource },
  } as const;
  if (side.allow.truth === 'false') {
    const text = `The service behind ${place} was made anew, and nothing gives ${who} access to the new one: grants of the old one do not carry over.`;
    return { ...base, verdict: 'blocks', rank: 1, text, adminText: `${text} ${detail}` };
  }
  const there = side.allow.truth === 'true' ? 'has access to the new one' : 'may have access to the new one';
  const text = `The service I was told to look at for ${place} is no more: a new one took its place, and ${who} ${there}.`;
  const needs = `the new resource name in the configuration (services[].resource): ${now}`;
  return {
    ...base,
    verdict: 'unsure',
    settles: 'unknown',
    code: 'service-not-found',
    text,
    adminText: `${text} ${detail}`,
    missing: [
      { code: 'service-not-found', what: text, needs, subject: old },
      ...side.allow.unknowns.map(({ missing }) => missing),
    ],
  };
}

/** The same name, made again: the grant is older than the service it was made on. */
async function remade(
  { scope, question, looks }: CheckInput,
  found: IapSwitch,
): Promise<readonly CheckFinding[]> {
  const createdAt = found.backend?.createdAt;
  if (createdAt === undefined) return [];
  const [{ changes, evidence }, { decision }] = await Promise.all([
    scope.get(pathChangesFact(looks, question)),
    scope.get(decisionFact(looks, question)),
  ]);
  const [newest] = changes.filter(({ change }) => change.kind === 'iap-policy');
  const given = newest?.direction === 'gives' ? newest.change : undefined;
  if (decision.allow.truth !== 'false' || !given || Date.parse(given.at) >= Date.parse(createdAt)) return [];
  const text = `${whoIs(question)} was given access to ${placeName(question)} on ${moment(given.at)}, and the service was made anew on ${moment(createdAt)}: grants of the old one do not carry over.`;
  const adminText = `${text} The grant was on ${given.resource}; ${found.what} is younger.`;
  return [
    { stage, verdict: 'blocks', code, rank: 1, text, adminText, evidence: [...found.evidence, ...evidence] },
  ];
}

/**
 * IAP decides about requests to the place's address at another resource than the configured one, and never at that.
 * Another known service under the same host is no sign: a path may lead there.
 */
async function decidedElsewhere({ scope, question, looks }: CheckInput): Promise<readonly CheckFinding[]> {
  const host = hostOf(question);
  const { resource } = question.place;
  const { entries, evidence } = await scope.get(ownDecisionsFact(looks, question));
  const [newest] = entries.filter((entry) => entry.host === host && host !== undefined);
  if (!newest?.resource || entries.some((entry) => isAbout(entry, resource))) return [];
  const known = question.config.services.some(
    (service) => service.resource && isAbout(newest, service.resource),
  );
  if (known) return [];
  const text = `IAP decided about ${whoIs(question)} at ${host} on ${moment(newest.at)}, but for another service than the one I looked at.`;
  const adminText = `${text} The entry is about ${iapName(newest.resource)}, the configuration says ${iapName(resource)}.`;
  return [{ stage, verdict: 'unsure', code, text, adminText, evidence }];
}

/** Source: a backend service made again has another id and an empty IAP policy; `contract.md` §7.1. */
export const replaced: Check = {
  id: 'replaced',
  good: 'The configured resource is the one the address leads to.',
  run: async (input) => {
    const { scope, question, looks } = input;
    const found = await scope.get(switchFact(looks, question));
    if (found.state === 'none') return [];
    if (found.state !== 'gone') return [...(await remade(input, found)), ...(await decidedElsewhere(input))];
    const successor = await scope.get(successorFact(looks, question));
    if (successor) return [successorFinding(input, found, successor)];
    const text = `Google lists no service with the id that I was told ${placeName(question)} has.`;
    const adminText = `${text} ${iapName(question.place.resource)} is not among the ${found.others.length} in its project; if it was made anew, its new name belongs into the configuration (services[].resource).`;
    const { evidence } = found;
    return [{ stage, verdict: 'unsure', code: 'service-not-found', text, adminText, evidence }];
  },
};
