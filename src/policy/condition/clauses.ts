/** Says of each atom of a condition what kind it is, how it came out and what was compared with what. */
import type { Clause, ClauseKind, RequestContext } from '../results.js';
import type { Truth } from '../types.js';
import { type Ast, levelsIn, pathsIn, usesTags, walk } from './ast.js';
import { timeBound } from './bounds.js';
import type { Environment } from './evaluate.js';
import { formatTimestamp } from './time.js';
import type { Atom, Logic } from './tree.js';
import type { Outcome } from './value.js';
import { zoneOffset } from './zone.js';

/** The clauses of a condition, in order of appearance. */
export function clausesOf(
  logic: Logic,
  outcomes: readonly Outcome[],
  env: Environment,
  context: RequestContext | undefined,
): readonly Clause[] {
  return logic.atoms.map((atom, index) => {
    const outcome = outcomes[index] ?? { is: 'error', error: { kind: 'runtime', text: 'not evaluated' } };
    const kind = kindOf(atom, env);
    return {
      kind,
      text: atom.text,
      truth: truthOf(outcome),
      negated: atom.inverted !== atom.unequal,
      level: kind === 'access-level' ? levelsIn(atom.ast)[0] : undefined,
      detail: detailOf(kind, atom, outcome, env, context),
    };
  });
}

/** The truth of one atom. */
export function truthOf(outcome: Outcome): Truth {
  if (outcome.is !== 'value') return outcome.is;
  return outcome.value.kind === 'bool' && outcome.value.value ? 'true' : 'false';
}

const OFFERED = new Set([
  'request.time',
  'request.path',
  'request.host',
  'request.auth.access_levels',
  'resource.service',
  'resource.type',
  'resource.name',
  'destination.ip',
  'destination.port',
  'principal.type',
  'principal.subject',
]);

/** What an atom is about. Where it mixes several things, the one that decides most. */
export function kindOf(atom: Atom, env: Environment): ClauseKind {
  const paths = pathsIn(atom.ast);
  if (paths.includes('resource.name')) return 'resource-name';
  if (paths.some((path) => !OFFERED.has(path))) return 'unknown-attribute';
  if (paths.includes('request.auth.access_levels')) return 'access-level';
  if (usesTags(atom.ast)) return 'tag';
  if (paths.includes('request.path')) return 'path';
  if (paths.includes('request.host')) return 'host';
  if (paths.some((path) => path.startsWith('destination.'))) return 'destination';
  if (paths.includes('resource.type') || paths.includes('resource.service')) return 'resource-type';
  if (!paths.includes('request.time')) return 'other';
  return timeBound(atom, env)?.side === 'upper' ? 'expiry' : 'hours';
}

function detailOf(
  kind: ClauseKind,
  atom: Atom,
  outcome: Outcome,
  env: Environment,
  context: RequestContext | undefined,
): string {
  if (outcome.is === 'error') return outcome.error.text;
  if (outcome.is === 'unknown') {
    const names = [...new Set(outcome.needs.map((need) => need.attribute))];
    return `not known: ${names.join(', ')}`;
  }
  const holds = truthOf(outcome) === 'true';
  switch (kind) {
    case 'expiry': {
      const limit = timeBound(atom, env);
      const end = limit ? formatTimestamp(limit.nanos) : 'a fixed time';
      return `the time is ${momentIn(undefined, env)} and the limit is ${end}`;
    }
    case 'hours':
      return `the time is ${momentIn(zoneIn(atom.ast), env)}`;
    case 'access-level': {
      const level = levelsIn(atom.ast)[0] ?? 'the access level';
      const why = context?.levels.get(level)?.detail;
      const short = level.split('/').pop() ?? level;
      return holds
        ? `access level ${short} is met`
        : `access level ${short} is not met${why ? `: ${why}` : ''}`;
    }
    case 'tag':
      return holds ? 'the resource has the tag' : 'the resource does not have the tag';
    case 'path':
    case 'host':
    case 'destination':
    case 'resource-type':
    case 'other':
      return pathsIn(atom.ast)
        .map((path) => `${path} is ${shown(env.attribute(path))}`)
        .join(', ');
    case 'resource-name':
    case 'unknown-attribute':
      return 'not offered by IAP';
  }
}

function shown(outcome: Outcome): string {
  if (outcome.is !== 'value') return 'not known';
  const { value } = outcome;
  return value.kind === 'string' || value.kind === 'int' ? String(value.value) : value.kind;
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** `Sunday 2026-11-01 14:05 in Europe/Berlin`, or the plain time in UTC. */
function momentIn(zone: string | undefined, env: Environment): string {
  const now = env.attribute('request.time');
  if (now.is !== 'value' || now.value.kind !== 'timestamp') return 'not known';
  const millis = Number(now.value.nanos / 1_000_000n);
  const local = new Date(millis + (zoneOffset(zone, millis) ?? 0));
  const iso = local.toISOString();
  const day = WEEKDAYS[local.getUTCDay()] ?? '';
  return `${day} ${iso.slice(0, 10)} ${iso.slice(11, 16)} ${zone === undefined ? 'UTC' : `in ${zone}`}`;
}

function zoneIn(ast: Ast): string | undefined {
  for (const node of walk(ast)) {
    if (node.kind !== 'call' || !/^get[A-Z]/.test(node.fn)) continue;
    const [zone] = node.args;
    if (zone?.kind === 'literal' && zone.value.kind === 'string') return zone.value.value;
  }
  return undefined;
}
