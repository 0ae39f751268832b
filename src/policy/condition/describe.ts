/** Puts a simple condition into half a sentence of plain English. */
import type { Condition } from '../types.js';
import { type Ast, levelsIn, qualifiedName } from './ast.js';
import { timeBound } from './bounds.js';
import { describeHours } from './describe-hours.js';
import type { Environment } from './evaluate.js';
import { parseCondition } from './parse.js';
import { formatTimestamp } from './time.js';
import { type Atom, type Logic, type Tree, toLogic } from './tree.js';
import { failure } from './value.js';

const NOTHING: Environment = {
  attribute: (name) => failure('unsupported-attribute', name),
  level: (name) => failure('unknown-level', name),
  has: () => false,
  call: () => undefined,
  unknownFunction: (name) => failure('runtime', name),
  macro: () => failure('runtime', 'macro'),
};

/**
 * A half-sentence that fits behind "allowed": `until 31 Dec 2026`, `on host dash.acme.test`,
 * `from access level corp_device`. Anything less simple is given as the expression itself.
 */
export function describeCondition(condition: Condition): string {
  const { expression } = condition;
  const parsed = parseCondition(expression);
  if (!parsed.ok) return expression.trim();
  const logic = toLogic(parsed.ast, parsed.source, parsed.tokens);
  if (logic.atoms.length > 12) return expression.trim();
  return describeTree(logic.tree, logic) ?? expression.trim();
}

function describeTree(tree: Tree, logic: Logic): string | undefined {
  switch (tree.op) {
    case 'atom':
    case 'not': {
      const atom = atomOf(tree, logic);
      return atom && (describeAtom(atom) ?? describeHours([atom]));
    }
    case 'and': {
      const hours: Atom[] = [];
      const words: string[] = [];
      for (const part of tree.parts) {
        const atom = atomOf(part, logic);
        const said = atom ? describeAtom(atom) : part.op === 'or' ? describeTree(part, logic) : undefined;
        if (said !== undefined) words.push(said);
        else if (atom) hours.push(atom);
        else return undefined;
      }
      const schedule = hours.length > 0 ? describeHours(hours) : undefined;
      if (hours.length > 0 && schedule === undefined) return undefined;
      return [...words, ...(schedule === undefined ? [] : [schedule])].join(' and ');
    }
    case 'or': {
      const words = tree.parts.map((part) => {
        const atom = atomOf(part, logic);
        return atom && describeAtom(atom);
      });
      if (words.includes(undefined)) return undefined;
      return words.join(' or ');
    }
    case 'constant':
      return tree.value ? 'always' : 'never';
    case 'choose':
      return undefined;
  }
}

function atomOf(tree: Tree, logic: Logic): Atom | undefined {
  if (tree.op === 'atom') return logic.atoms[tree.index];
  return tree.op === 'not' ? atomOf(tree.part, logic) : undefined;
}

function describeAtom(atom: Atom): string | undefined {
  const limit = timeBound(atom, NOTHING);
  if (limit) {
    const until = limit.side === 'upper';
    return `${until ? 'until' : 'from'} ${day(limit.nanos, until)}`;
  }
  const { ast } = atom;
  const not = atom.inverted !== atom.unequal;
  const level = ast.kind === 'call' && ast.fn === '@in' ? levelsIn(ast)[0] : undefined;
  if (level !== undefined) {
    const short = level.split('/').pop() ?? level;
    return not ? `not from access level ${short}` : `from access level ${short}`;
  }
  const said = ast.kind === 'call' ? describeCall(ast) : undefined;
  return said === undefined ? undefined : not ? `not ${said}` : said;
}

const SUBJECTS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  'request.host': ['on host', 'on hosts'],
  'request.path': ['on path', 'on paths'],
  'resource.type': ['on resource type', 'on resource types'],
  'resource.service': ['on service', 'on services'],
  'destination.ip': ['to address', 'to addresses'],
  'destination.port': ['to port', 'to ports'],
  'principal.type': ['for principals of type', 'for principals of types'],
  'principal.subject': ['for', 'for subjects'],
};

function describeCall(ast: Ast & { readonly kind: 'call' }): string | undefined {
  const tag = qualifiedName(ast);
  const [first, second] = ast.args.map(plain);
  if (tag === 'resource.matchTag' || tag === 'resource.matchTagId') return `where tag ${first} is ${second}`;
  if (tag === 'resource.hasTagKey' || tag === 'resource.hasTagKeyId') return `where tag ${first} is set`;
  const subject = ast.on ?? ast.args[0];
  const value = ast.on ? first : second;
  const words =
    subject?.kind === 'path' && Object.hasOwn(SUBJECTS, subject.path) ? SUBJECTS[subject.path] : undefined;
  if (!words || value === undefined) return undefined;
  switch (ast.fn) {
    case '_==_':
    case '_!=_':
      return `${words[0]} ${value}`;
    case 'startsWith':
      return `${words[1]} starting with ${value}`;
    case 'endsWith':
      return `${words[1]} ending in ${value}`;
    default:
      return undefined;
  }
}

function plain(node: Ast): string | undefined {
  if (node.kind !== 'literal') return undefined;
  return node.value.kind === 'string' || node.value.kind === 'int' ? String(node.value.value) : undefined;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `31 Dec 2026`, with the time where it is not the turn of a day. An end at midnight is the day before. */
function day(nanos: bigint, end: boolean): string {
  const iso = formatTimestamp(nanos);
  const clock = iso.slice(11, 16);
  const turn = end && clock === '00:00' && /:00Z$/.test(iso) ? nanos - 1n : nanos;
  const date = formatTimestamp(turn).slice(0, 10);
  const [year = '', month = '', dayOfMonth = ''] = date.split('-');
  const name = `${Number(dayOfMonth)} ${MONTHS[Number(month) - 1] ?? month} ${year}`;
  const whole = turn !== nanos || clock === (end ? '23:59' : '00:00');
  return whole ? name : `${name}, ${clock} UTC`;
}
