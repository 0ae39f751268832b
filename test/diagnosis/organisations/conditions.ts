/** The conditions of random organisations: how each atom is written, and what it comes to by the plainest reading. */
import { type Atom, type Cond, HOST, isTunnel, MAYA, POLICY, type RawGiven } from './model.js';

const level = (name: string): string => `"${POLICY}/${name}" in request.auth.access_levels`;

const TEXT: Readonly<Record<Atom, string>> = {
  past: 'request.time < timestamp("2020-01-01T00:00:00Z")',
  future: 'request.time < timestamp("2030-01-01T00:00:00Z")',
  hostRight: `request.host == "${HOST}"`,
  hostWrong: 'request.host == "other.acme.test"',
  pathA: 'request.path.startsWith("/a")',
  levelIp: level('ip'),
  levelDevice: level('device'),
  levelBoth: level('both'),
  levelEither: level('either'),
  levelNotIp: level('not_ip'),
  levelMissing: level('Device'),
  tagProd: 'resource.matchTag("700/env", "prod")',
  typeRight: 'resource.service == "iap.googleapis.com"',
  typeWrong: 'resource.type == "compute.googleapis.com/Instance"',
  resourceName: 'resource.name.startsWith("projects/")',
  malformed: 'request.time < timestamp("2099-13-01T00:00:00Z")',
  subjectMaya: `principal.subject == "${MAYA}"`,
  isPerson: 'principal.type == "iam.googleapis.com/WorkspaceIdentity"',
};

export function textOf(cond: Cond): string {
  switch (cond.is) {
    case 'atom':
      return TEXT[cond.atom];
    case 'not':
      return `!(${textOf(cond.of)})`;
    case 'and':
      return `(${textOf(cond.left)}) && (${textOf(cond.right)})`;
    case 'or':
      return `(${textOf(cond.left)}) || (${textOf(cond.right)})`;
  }
}

/** True, false, an error at Google's side, or not known to the bot. */
export type Value = 'T' | 'F' | 'E' | '?';

/** What an atom is asked about. `unknown` gives a value to what nobody can see; `?` when it is left open. */
export interface Asked {
  readonly place: string;
  readonly given: RawGiven;
  readonly tagged: boolean;
  readonly unknown: (name: string) => Value;
  /** For boundary bindings. */
  readonly subject?: string | undefined;
  readonly person?: boolean;
}

const sure = (is: boolean): Value => (is ? 'T' : 'F');
export const both = (a: Value, b: Value): Value =>
  a === 'F' || b === 'F' ? 'F' : a === '?' || b === '?' ? '?' : a === 'E' || b === 'E' ? 'E' : 'T';
export const either = (a: Value, b: Value): Value =>
  a === 'T' || b === 'T' ? 'T' : a === '?' || b === '?' ? '?' : a === 'E' || b === 'E' ? 'E' : 'F';
export const inverse = (a: Value): Value => (a === 'T' ? 'F' : a === 'F' ? 'T' : a);

/** The office network is 203.0.113.0/24; a device is known only when the level is said to be held. */
function levels({ given, unknown }: Asked): { readonly ip: Value; readonly device: Value } {
  return {
    ip: given.ip === undefined ? unknown('ip') : sure(given.ip.startsWith('203.0.113.')),
    device: given.deviceHeld ? 'T' : unknown('device'),
  };
}

function atomValue(atom: Atom, asked: Asked): Value {
  const web = !isTunnel(asked.place);
  const { ip, device } = levels(asked);
  switch (atom) {
    case 'past':
      return 'F';
    case 'future':
    case 'typeRight':
      return 'T';
    case 'hostRight':
      return web ? 'T' : 'E';
    case 'hostWrong':
      return web ? 'F' : 'E';
    case 'pathA':
      if (!web) return 'E';
      return asked.given.path === undefined ? asked.unknown('path') : sure(asked.given.path.startsWith('/a'));
    case 'levelIp':
      return ip;
    case 'levelDevice':
      return device;
    case 'levelBoth':
      return both(ip, device);
    case 'levelEither':
      return either(ip, device);
    case 'levelNotIp':
      return inverse(ip);
    case 'tagProd':
      return sure(asked.tagged);
    case 'typeWrong':
      return 'F';
    case 'levelMissing':
    case 'resourceName':
    case 'malformed':
      return 'E';
    case 'subjectMaya':
      return asked.subject === undefined ? asked.unknown('principal subject') : sure(asked.subject === MAYA);
    case 'isPerson':
      return sure(asked.person === true);
  }
}

const holds = (cond: Cond, atom: Atom): boolean =>
  cond.is === 'atom'
    ? cond.atom === atom
    : cond.is === 'not'
      ? holds(cond.of, atom)
      : holds(cond.left, atom) || holds(cond.right, atom);

/** CEL: an error or an unknown beside what decides alone does not matter. A malformed time spoils everything. */
export function meaningOf(cond: Cond, asked: Asked): Value {
  return holds(cond, 'malformed') ? 'E' : treeValue(cond, asked);
}

function treeValue(cond: Cond, asked: Asked): Value {
  switch (cond.is) {
    case 'atom':
      return atomValue(cond.atom, asked);
    case 'not':
      return inverse(treeValue(cond.of, asked));
    case 'and':
      return both(treeValue(cond.left, asked), treeValue(cond.right, asked));
    case 'or':
      return either(treeValue(cond.left, asked), treeValue(cond.right, asked));
  }
}
