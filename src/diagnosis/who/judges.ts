/** What deciding about somebody asks of the facts, and what a way in comes to for them. Pure. */
import { formatAllowMember, type Principal, type Subject } from '../../names/index.js';
import type { Ternary } from '../../policy/kleene.js';
import { matchMember } from '../../policy/member.js';
import type { Condition, Missing } from '../../policy/types.js';
import type { Bound, Judgement } from './bound.js';
import { identityOf, type Kind, type Person } from './circle.js';
import type { Denials } from './denied.js';
import type { RawWay } from './gather.js';
import type { Stop, Way } from './report.js';

/** What a boundary says about a person. */
export interface Bounded {
  readonly truth: Ternary;
  readonly detail: string | undefined;
  readonly missing: readonly Missing[];
  /** Theirs is another organisation's, which nobody here can see. */
  readonly foreign: boolean;
}

export interface Judges {
  readonly kindOf: (subject: Subject) => Kind;
  /** The kind of somebody of whom only the set is known that they belong to. */
  readonly strangerOf: (principal: Principal) => Kind;
  readonly judge: (condition: Condition | undefined, subject: Subject | undefined) => Judgement;
  readonly denied: Denials;
  readonly bounded: (person: Person) => Bounded;
  /** Something unseen by which they might get in all the same: a policy or a group that could not be read. */
  readonly elsewhere: (member: string) => Missing | undefined;
  /** Why an account cannot sign in; undefined where it can, or nobody looked. */
  readonly disabled: (member: string) => string | undefined;
}

/** `open` lets in now, `if` under a condition, `maybe` if something unseen is so, `shut` never as things stand. */
export type WayState = 'open' | 'if' | 'maybe' | 'shut';

export interface JudgedWay {
  readonly way: Way;
  readonly state: WayState;
  readonly stop: Stop | undefined;
  readonly missing: Missing | undefined;
}

/** One way in for one person: its condition, and whether they are on it for certain. */
export function judgeWay(raw: RawWay, person: Person, judges: Judges): JudgedWay {
  const doubt = raw.doubt ?? wrongName(raw.bound, person) ?? raw.bound.roleDoubt;
  const via = viaOf(raw, person.member);
  return judged(raw.bound, via, raw.traced, judges.judge(raw.bound.condition, person.subject), doubt);
}

/** The same of an entry that names many: for all of them together. */
export function judgeSet(bound: Bound, judges: Judges): JudgedWay {
  const verdict = judges.judge(bound.condition, undefined);
  return judged(bound, [bound.member], true, verdict, bound.roleDoubt);
}

function judged(
  { role, node, condition }: Bound,
  via: readonly string[],
  traced: boolean,
  verdict: Judgement,
  doubt: Missing | undefined,
): JudgedWay {
  const { holds, code } = verdict;
  const detail = verdict.detail ?? doubt?.what ?? null;
  const way: Way = { via, traced, role, node, condition: condition?.expression ?? null, holds, detail };
  const state = wayState(verdict, doubt !== undefined);
  const stop = code === undefined ? undefined : { code, detail: verdict.detail ?? code };
  return { way, state, stop, missing: state === 'maybe' ? (doubt ?? verdict.missing) : verdict.missing };
}

function wayState(verdict: Judgement, doubtful: boolean): WayState {
  switch (verdict.holds) {
    case 'true':
      return doubtful ? 'maybe' : 'open';
    case 'needs-context':
      return doubtful ? 'maybe' : 'if';
    case 'false':
      return verdict.may ? 'if' : 'shut';
  }
}

/** An address under a type it does not have; how Google reads that is not known. */
function wrongName({ principal }: Bound, person: Person): Missing | undefined {
  if (principal.kind !== 'user' && principal.kind !== 'serviceAccount') return undefined;
  if (principal.kind === person.subject.kind) return undefined;
  const match = matchMember(principal, identityOf(person));
  return match.truth === 'unknown' ? match.missing : undefined;
}

const chains = new WeakMap<readonly string[], readonly string[]>();

/** The chain with its type words; made once for all who share it. */
function viaOf({ bound, chain }: RawWay, member: string): readonly string[] {
  if (chain.length === 0) {
    const own = formatAllowMember(bound.principal);
    return own === member || isName(bound.principal) ? [member] : [member, own];
  }
  const groups = chains.get(chain) ?? chain.map((email) => `group:${email}`);
  chains.set(chain, groups);
  return [member, ...groups];
}

const isName = ({ kind }: Principal): boolean =>
  kind === 'user' || kind === 'serviceAccount' || kind === 'federatedSubject';
