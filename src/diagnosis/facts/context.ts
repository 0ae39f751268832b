/** The request's own context: what was given, what the newest own log entry shows, and levels and tags where needed. */
import { type AuthorizeEntry, isAbout } from '../../changes/authorize.js';
import { conditionResourceType } from '../../names/index.js';
import { evaluateLevels } from '../../policy/levels/index.js';
import type { RequestContext } from '../../policy/results.js';
import type { EffectiveTagFact } from '../../policy/tags.js';
import type { AccessLevel, Known } from '../../policy/types.js';
import type { Fact, Scope } from '../engine.js';
import { missing, missingFrom } from '../missing.js';
import { evaluationTime, type PlaceQuestion, type Question } from '../question.js';
import { organizationFact, placeHierarchy } from './hierarchy.js';
import { ownDecisionsFact } from './history.js';
import type { Looks } from './looks.js';

/** What the conditions at hand refer to, so that nothing else is fetched. */
export interface ContextNeeds {
  /** Access levels by the full names the conditions use. */
  readonly levels: readonly string[];
  readonly tags: boolean;
  /** Some condition reads the request: the newest own log entry can stand in for what was not given. */
  readonly request: boolean;
}

export interface Context {
  readonly request: RequestContext;
  /** The log entry that supplied what was not given. */
  readonly from: AuthorizeEntry | undefined;
}

/** The person's own newest entry at this place; entries without a name are never taken for somebody's own. */
async function ownEntry(scope: Scope, looks: Looks, question: Question): Promise<AuthorizeEntry | undefined> {
  const { entries } = await scope.get(ownDecisionsFact(looks, question));
  return entries.find((entry) => entry.email !== undefined && isAbout(entry, question.place.resource));
}

async function readLevels(
  scope: Scope,
  looks: Looks,
  question: PlaceQuestion,
): Promise<Known<readonly AccessLevel[]>> {
  const info = await scope.get(organizationFact(looks, question));
  const organization =
    question.config.organization ??
    (info?.look.ok
      ? info.look.value.container
      : (await scope.get(placeHierarchy(looks, question))).organization);
  if (!organization) {
    return {
      known: false,
      why: missing(
        'levels',
        'the organisation',
        'I do not know which organisation the access levels belong to.',
      ),
    };
  }
  const seen = await scope.get(looks.levels(organization));
  return seen.look.ok
    ? { known: true, value: seen.look.value }
    : { known: false, why: missingFrom(seen.look.problem, 'levels', `organizations/${organization.id}`) };
}

async function readTags(
  scope: Scope,
  looks: Looks,
  question: PlaceQuestion,
): Promise<Known<readonly EffectiveTagFact[]>> {
  const { project } = question.place.resource;
  const seen = await scope.get(looks.tags(project));
  return seen.look.ok
    ? { known: true, value: seen.look.value }
    : { known: false, why: missingFrom(seen.look.problem, 'tags', `projects/${project.id}`) };
}

/** Every access level of the organisation. */
export function levelsFact(looks: Looks, question: PlaceQuestion): Fact<Known<readonly AccessLevel[]>> {
  return { key: 'access levels', read: (scope) => readLevels(scope, looks, question) };
}

/** The tags in effect on the place's project. */
export function tagsFact(looks: Looks, question: PlaceQuestion): Fact<Known<readonly EffectiveTagFact[]>> {
  return { key: 'effective tags', read: (scope) => readTags(scope, looks, question) };
}

const notAsked = <T>(value: T): Known<T> => ({ known: true, value });

/** The context conditions are evaluated in. */
export function contextFact(looks: Looks, question: Question, needs: ContextNeeds): Fact<Context> {
  return {
    key: `context levels=${needs.levels.join(',')} tags=${needs.tags} request=${needs.request}`,
    read: async (scope) => {
      const wantsLevels = needs.levels.length > 0;
      const [entry, levels, tags] = await Promise.all([
        needs.request || wantsLevels ? ownEntry(scope, looks, question) : undefined,
        wantsLevels ? scope.get(levelsFact(looks, question)) : notAsked<readonly AccessLevel[]>([]),
        needs.tags ? scope.get(tagsFact(looks, question)) : notAsked<readonly EffectiveTagFact[]>([]),
      ]);
      const { given, place } = question;
      const at = evaluationTime(question);
      const ip = given.ip ?? entry?.ip;
      const held = [...given.levels, ...(entry?.levels ?? [])];
      const results = evaluateLevels(levels.known ? levels.value : [], {
        at,
        subject: question.subject,
        held,
        ...(ip === undefined ? {} : { ip }),
        ...(entry?.deviceState === undefined ? {} : { deviceState: entry.deviceState }),
      });
      const request: RequestContext = {
        at,
        host: given.host ?? entry?.host ?? place.url?.hostname,
        path: given.path ?? entry?.path,
        destination: { ip: undefined, port: undefined },
        resource: { service: 'iap.googleapis.com', type: conditionResourceType(place.resource) },
        tags,
        levels: results,
        levelsComplete: levels.known ? { known: true, value: true } : { known: false, why: levels.why },
      };
      return { request, from: entry };
    },
  };
}
