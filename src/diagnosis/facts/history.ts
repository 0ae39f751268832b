/** Facts from the logs: what IAP decided lately for this person and place, and what changed on the way. */
import { type AuthorizeEntry, isAbout, parseAuthorize } from '../../changes/authorize.js';
import type { Change } from '../../changes/change.js';
import { readEntry } from '../../changes/entries/index.js';
import { parseRefusedGrant, type RefusedGrant } from '../../changes/refused-grant.js';
import type { LookProblem, RawLogEntry } from '../../google/ports.js';
import { containerName, type Email, iapName } from '../../names/index.js';
import type { Fact, Seen } from '../engine.js';
import type { Question } from '../question.js';
import type { EvidenceItem } from '../report.js';
import { queriesForPlace, queriesForProject, quoted } from './decision-queries.js';
import { placeHierarchy } from './hierarchy.js';
import type { Looks } from './looks.js';
import { addressFact } from './subject.js';

const HOUR = 3_600_000;
/** How far back decisions are looked for, and how far back changes. */
const DECISIONS_MS = 7 * 24 * HOUR;
const CHANGES_MS = 14 * 24 * HOUR;

/** Start of a window, on the full hour so that questions asked together share one read. */
export const windowStart = (now: number, span: number): string =>
  new Date(Math.floor((now - span) / HOUR) * HOUR).toISOString();

export interface Decisions {
  /** Newest first, of this person anywhere, and nameless refusals at this place. */
  readonly entries: readonly AuthorizeEntry[];
  readonly problem: LookProblem | undefined;
  readonly evidence: readonly EvidenceItem[];
}

/** The moment log evidence is taken up to: `--at` where given. */
export function evidenceUntil(question: Question): number {
  return question.given.at === undefined ? question.now : Date.parse(question.given.at);
}

/** IAP's decisions about an address in one project, newest first, with refusals that name nobody. */
export function decisionsFact(looks: Looks, question: Question, email: Email): Fact<Decisions> {
  const { project } = question.place.resource;
  const since = windowStart(evidenceUntil(question), DECISIONS_MS);
  const tail = iapName(question.place.resource).split('/').slice(2).join('/');
  return {
    key: `decisions ${email} ${tail}`,
    read: async (scope) => {
      const queries = question.oneOfMany
        ? queriesForProject(project, email, since)
        : queriesForPlace(project, email, since, tail);
      const seen = await Promise.all(queries.map(({ name, query }) => scope.get(looks.entries(name, query))));
      const until = evidenceUntil(question);
      const found = new Map<string, AuthorizeEntry>();
      for (const { look } of seen) {
        for (const raw of look.ok ? look.value : []) {
          const entry = parseAuthorize(raw);
          // Both queries may give the same entry.
          if (entry) found.set(JSON.stringify(entry), entry);
        }
      }
      const problems = seen.flatMap(({ look }) => (look.ok ? [] : [look.problem]));
      const entries = [...found.values()]
        .filter((e) => Date.parse(e.at) <= until)
        .filter(
          (e) =>
            e.email === email || (e.email === undefined && !e.granted && isAbout(e, question.place.resource)),
        )
        .sort((a, b) => b.at.localeCompare(a.at));
      return { entries, problem: problems[0], evidence: seen.map(({ evidence }) => evidence) };
    },
  };
}

export interface Changes {
  /** Newest first. */
  readonly changes: readonly Change[];
  /** Attempts to grant access that Google refused, newest first. */
  readonly refused: readonly RefusedGrant[];
  readonly problems: readonly LookProblem[];
  readonly evidence: readonly EvidenceItem[];
}

const ACTIVITY = [
  'logName:"cloudaudit.googleapis.com%2Factivity"',
  `(${[
    ...['SetIamPolicy', 'Membership', 'GroupMember'],
    ...['google.iam.v2', 'google.iam.v3', 'AccessLevel', 'UpdateRole', 'DeleteRole'],
  ]
    .map((method) => `protoPayload.methodName:"${method}"`)
    .join(' OR ')})`,
].join(' AND ');

/** Changes to policies of every family, levels, roles and group memberships, from the project's log and the organisation's. */
export function changesFact(looks: Looks, question: Question): Fact<Changes> {
  const { project } = question.place.resource;
  const since = windowStart(evidenceUntil(question), CHANGES_MS);
  const query = (container: string) =>
    looks.entries(`changes since ${since}`, {
      resourceNames: [container],
      filter: `${ACTIVITY} AND timestamp>=${quoted(since)}`,
      limit: 300,
    });
  return {
    key: 'changes',
    read: async (scope) => {
      const configured = question.config.organization;
      const ofProject = scope.get(query(containerName(project)));
      const organization = configured ?? (await scope.get(placeHierarchy(looks, question))).organization;
      const seen: Seen<RawLogEntry[]>[] = await Promise.all([
        ofProject,
        ...(organization ? [scope.get(query(containerName(organization)))] : []),
      ]);
      const until = evidenceUntil(question);
      const found = new Map<string, Change>();
      const refused = new Map<string, RefusedGrant>();
      for (const { look } of seen) {
        for (const raw of look.ok ? look.value : []) {
          const attempt = parseRefusedGrant(raw);
          if (attempt && Date.parse(attempt.at) <= until)
            refused.set(`${attempt.insertId} ${attempt.at}`, attempt);
          const reading = readEntry(raw);
          for (const change of reading.kind === 'changes' ? reading.changes : [])
            if (Date.parse(change.at) <= until)
              found.set(`${change.entry} ${change.at} ${change.resource}`, change);
        }
      }
      return {
        changes: [...found.values()].sort((a, b) => b.at.localeCompare(a.at)),
        refused: [...refused.values()].sort((a, b) => b.at.localeCompare(a.at)),
        problems: seen.flatMap(({ look }) => (look.ok ? [] : [look.problem])),
        evidence: seen.map((s) => s.evidence),
      };
    },
  };
}

/**
 * IAP's decisions about the subject, by the canonical address. Those about the typed one, which is mostly the same, are
 * read without waiting for the directory.
 */
export function ownDecisionsFact(looks: Looks, question: Question): Fact<Decisions> {
  return {
    key: 'decisions about the subject',
    read: async (scope) => {
      const { subject } = question;
      if (subject.kind !== 'federated') scope.start(decisionsFact(looks, question, subject.email));
      const { email } = await scope.get(addressFact(looks, question));
      if (email === undefined) return { entries: [], problem: undefined, evidence: [] };
      return scope.get(decisionsFact(looks, question, email));
    },
  };
}
