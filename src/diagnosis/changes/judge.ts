/** Whether somebody passes at a service in the model as it stands: the whole IAM decision, worked out once per sort of person. */
import type { Container } from '../../names/index.js';
import { type Email, type Subject, subjectMember } from '../../names/index.js';
import { evaluateAllow } from '../../policy/allow.js';
import * as conditions from '../../policy/condition/index.js';
import { decide } from '../../policy/decide.js';
import { evaluateDeny } from '../../policy/deny.js';
import type { GroupAnswer, Identity } from '../../policy/identity.js';
import type { Decision, RequestContext } from '../../policy/results.js';
import type { Known, Missing } from '../../policy/types.js';
import type { Place } from '../question.js';
import type { Person } from '../who/circle.js';
import type { Bounded } from '../who/judges.js';
import type { Kinds } from '../who/kinds.js';
import { addressOf, type Model } from './model.js';

/** A service with everything about it that changes do not change. */
export interface ServiceView {
  readonly place: Place;
  readonly permission: string;
  /** Names of its IAP nodes and containers, leaf first, each the one the model knows. */
  readonly nodes: readonly string[];
  /** Containers with deny policies. */
  readonly containers: readonly string[];
  readonly organization: Container | undefined;
  readonly contextFor: (subject: Subject | undefined) => RequestContext;
  /** Access levels that its conditions name. */
  readonly levels: ReadonlySet<string>;
  /** Addresses of groups, and of single members, that its policies name now or did before a change. */
  readonly mentioned: Set<string>;
  readonly bounded: (person: Person) => Bounded;
}

/** `if`: depends on the request, such as an access level. `open`: something could not be read. */
export type Passing = 'yes' | 'if' | 'no' | 'open';

const NO_BOUNDARY = { relevant: [], unknowns: [], unevaluable: false } as const;

const unread = (subject: string): Missing => ({
  code: 'groups-not-readable',
  subject,
  what: `Not every member of ${subject} could be read.`,
  needs: 'the right to read the group',
});

export class Judge {
  private readonly model: Model;
  private readonly kinds: Kinds;
  private known = new Map<string, Passing>();

  constructor(model: Model, kinds: Kinds) {
    this.model = model;
    this.kinds = kinds;
  }

  /** The model has changed: nothing that was worked out counts any more. */
  forget(): void {
    this.known = new Map();
  }

  passing(subject: Subject, service: ServiceView): Passing {
    const address = addressOf(subjectMember(subject));
    if (this.model.disabled.has(address)) return 'no';
    const key = this.sortOf(subject, address, service);
    const before = this.known.get(key);
    if (before) return before;
    const fresh = this.decide(subject, address, service);
    this.known.set(key, fresh);
    return fresh;
  }

  /** People that no policy here tells apart: same groups that matter, same domain, not named themselves. */
  private sortOf(subject: Subject, address: string, service: ServiceView): string {
    const { mentioned } = service;
    const own = mentioned.has(address) || service.contextFor(subject) !== service.contextFor(undefined);
    const groups = [...this.model.circles.groupsOf(address)].filter((group) => mentioned.has(group)).sort();
    const conclusive = this.model.conclusive.has(address);
    const { kind } = this.kinds.of(subject);
    // A boundary may be bound to one person of many.
    const { truth } = service.bounded({ member: subjectMember(subject), subject, kind });
    return JSON.stringify([service.place.name, own ? address : '', kind.key, truth, conclusive, ...groups]);
  }

  private decide(subject: Subject, address: string, service: ServiceView): Passing {
    const { model } = this;
    const { kind } = this.kinds.of(subject);
    const groups = model.circles.groupsOf(address);
    const conclusive = model.conclusive.has(address);
    const inGroup = (group: Email): GroupAnswer => {
      if (groups.has(group)) return { in: 'yes', path: { chain: [group], traced: false } };
      if (!conclusive && model.circles.isDoubtful(group)) return { in: 'unknown', missing: unread(group) };
      return { in: 'no', why: 'not-a-member', detail: undefined };
    };
    const email = subject.kind === 'federated' ? undefined : subject.email;
    const identity: Identity = { ...kind.identity, subject, email, aliases: [], inGroup };
    const context = service.contextFor(subject);
    const allow = evaluateAllow({
      nodes: service.nodes.map((name) => ({ name, policy: model.policies.get(name) ?? gone(name) })),
      permission: service.permission,
      identity,
      roles: (name) => model.roles.get(name),
      context,
      conditions,
    });
    const deny = evaluateDeny({
      nodes: service.containers.map((name) => ({ name, policies: model.deny.get(name) ?? gone(name) })),
      permission: service.permission,
      identity,
      tags: context.tags,
      conditions,
    });
    const { truth } = service.bounded({ member: subjectMember(subject), subject, kind });
    return passingOf(decide(allow, deny, { truth, ...NO_BOUNDARY }));
  }
}

const gone = <T>(name: string): Known<T> => ({
  known: false,
  why: {
    code: 'policy-not-readable',
    subject: name,
    what: `${name} was not read.`,
    needs: 'the right to read it',
  },
});

/** Only a condition stands between "cannot tell" and a yes: then it depends on the request. */
function passingOf({ truth, allow, deny, boundary }: Decision): Passing {
  if (truth === 'true') return 'yes';
  if (truth === 'false') return 'no';
  const settled = deny.truth === 'false' && boundary.truth === 'true';
  const conditional = allow.unknowns.some(({ missing: { code } }) => code === 'condition-needs-context');
  const other = allow.unknowns.some(({ missing: { code } }) => code !== 'condition-needs-context');
  return settled && conditional && !other ? 'if' : 'open';
}
