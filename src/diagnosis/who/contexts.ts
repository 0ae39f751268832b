/** The request as conditions see it when nobody in particular asks: the place, the moment, and levels that name people. Pure. */
import { conditionResourceType, type Subject, subjectMember } from '../../names/index.js';
import { evaluateLevels } from '../../policy/levels/index.js';
import type { RequestContext } from '../../policy/results.js';
import type { EffectiveTagFact } from '../../policy/tags.js';
import type { AccessLevel, Known } from '../../policy/types.js';
import { evaluationTime, type PlaceQuestion } from '../question.js';
import { NOBODY } from './circle.js';

/**
 * Contexts by subject. Access levels may hold for named people only (Access Context Manager `Condition.members`): those
 * have a context of their own, everybody else shares one.
 */
export function contextsFor(
  question: PlaceQuestion,
  levels: Known<readonly AccessLevel[]>,
  tags: Known<readonly EffectiveTagFact[]>,
): (subject: Subject | undefined) => RequestContext {
  const { given, place } = question;
  const at = evaluationTime(question);
  const all = levels.known ? levels.value : [];
  const named = new Set(
    all
      .flatMap((level) => (level.kind === 'basic' ? level.conditions.flatMap((c) => c.members) : []))
      .map((member) => member.toLowerCase()),
  );
  const make = (subject: Subject): RequestContext => ({
    at,
    host: given.host ?? place.url?.hostname,
    path: given.path,
    destination: { ip: undefined, port: undefined },
    resource: { service: 'iap.googleapis.com', type: conditionResourceType(place.resource) },
    tags,
    levels: evaluateLevels(all, { at, subject, held: given.levels }),
    levelsComplete: levels.known ? { known: true, value: true } : { known: false, why: levels.why },
  });
  const shared = make(NOBODY);
  const own = new Map<string, RequestContext>();
  return (subject) => {
    if (subject === undefined || named.size === 0) return shared;
    const member = subjectMember(subject).toLowerCase();
    if (!named.has(member)) return shared;
    const context = own.get(member) ?? make(subject);
    own.set(member, context);
    return context;
  };
}
