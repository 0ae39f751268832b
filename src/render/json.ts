/** One JSON document per answer, for `--json`: the report as the contract names it, in an order that never changes. */
import type { Answer } from './answer.js';
import { CHANGE, CHANGES } from './json-changes.js';
import { PROBE } from './json-probe.js';

/** Field names in order; `[name, shape]` for an object, or a list of objects, with an order of its own. */
type Shape = readonly (string | readonly [string, Shape])[];

const CAUSE: Shape = ['code', 'check', 'text', 'adminText'];
const WHY: Shape = [
  'schema',
  'id',
  ['who', ['asked', 'email', 'kind']],
  ['where', ['name', 'resource', 'url']],
  'verdict',
  ['cause', CAUSE],
  ['also', CAUSE],
  [
    'findings',
    [
      'check',
      'verdict',
      'code',
      'text',
      'adminText',
      ['evidence', ['source', 'resource', 'readAt', 'cached', 'stale', 'staleBecause']],
    ],
  ],
  ['grants', ['via', 'role', 'node', 'condition']],
  ['nearMiss', ['role', 'node', 'member', 'failedOn', 'detail']],
  ['fixes', ['title', 'for', 'who', 'overgrant', 'gcloud', 'terraform', 'console', 'then']],
  ['changes', CHANGE],
  ['services', ['name', 'verdict', 'code']],
  ['blindSpots', ['code', 'what', 'needs']],
  ['secondOpinion', ['source', 'state', 'agrees']],
  ['cost', ['calls', ['byApi', []], 'roundTrips', 'ms']],
  'oldestFactAt',
];
const WAY: Shape = ['via', 'traced', 'role', 'node', 'condition', 'holds', 'detail'];
const STOP: Shape = ['code', 'detail'];
const WHO: Shape = [
  'schema',
  'id',
  ['where', ['name', 'resource', 'url']],
  'permission',
  'read',
  ['gate', ['state', ...STOP]],
  ['counts', ['members', 'passes', 'conditional', 'unknown', 'blocked', 'complete', 'sets', 'unreadGroups']],
  ['members', ['member', 'kind', 'state', ['ways', WAY], ['stops', STOP]]],
  ['sets', ['member', 'kind', 'text', 'state', ['ways', WAY], ['stops', STOP]]],
  [
    'through',
    [
      'member',
      'role',
      'node',
      ['condition', ['expression', 'title']],
      'holds',
      'people',
      'passing',
      'complete',
      'detail',
    ],
  ],
  ['groups', ['group', 'exists', 'people', 'nested', 'complete', ['unread', ['group', 'code', 'what']]]],
  ['notes', STOP],
  ['blindSpots', ['code', 'what', 'needs']],
  ['cost', ['calls', ['byApi', []], 'roundTrips', 'ms']],
  'oldestFactAt',
];
const STATUS: Shape = [
  'schema',
  'id',
  'as',
  'overall',
  'full',
  [
    'capabilities',
    [
      'id',
      'title',
      'state',
      'needed',
      'ms',
      ['tried', ['resource', 'state', 'ms', 'problem', 'said']],
      ['cure', ['text', 'roles', 'permissions']],
      'note',
      'inconclusive',
    ],
  ],
  'notTried',
  ['auditLogs', ['project', 'state', 'logTypes', 'exempted', 'from']],
  ['store', ['kind', 'connected', 'problem']],
  ['config', ['organization', 'projects', 'services', 'withoutResource', 'channels', 'admins', 'automation']],
  ['blindSpots', ['code', 'what', 'needs']],
  ['cost', ['calls', ['byApi', []], 'roundTrips', 'ms']],
  'oldestFactAt',
];
const HELP: Shape = ['schema', 'title', ['verbs', ['name', 'summary', 'usage']], 'details'];

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value with its fields in the shape's order; fields the shape does not name follow, by name. */
function inOrder(value: unknown, shape: Shape): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => inOrder(item, shape));
  if (!isRecord(value)) return value;
  const named = shape.map((field) => (typeof field === 'string' ? ([field, []] as const) : field));
  const names = new Set(named.map(([name]) => name));
  const others = Object.keys(value)
    .filter((name) => !names.has(name))
    .sort()
    .map((name) => [name, []] as const);
  const fields = [...named, ...others].filter(([name]) => value[name] !== undefined);
  return Object.fromEntries(fields.map(([name, inner]) => [name, inOrder(value[name], inner)]));
}

/** Characters that a terminal acts on and `JSON.stringify` lets through: DEL, C1, bidi, separators, zero-width. */
const ACTIVE = /[\u007f-\u009f\u00ad\p{Cf}\p{Zl}\p{Zp}]/gu;

const escapeUnit = (unit: string): string =>
  Array.from(
    { length: unit.length },
    (_, i) => `\\u${unit.charCodeAt(i).toString(16).padStart(4, '0')}`,
  ).join('');

function documentOf(answer: Answer): unknown {
  switch (answer.kind) {
    case 'why':
      return inOrder(answer.report, WHY);
    case 'who':
      return inOrder(answer.report, WHO);
    case 'changes':
      return inOrder(answer.report, CHANGES);
    case 'probe':
      return inOrder(answer.report, PROBE);
    case 'status':
      return inOrder(answer.report, STATUS);
    case 'snapshot': {
      // The document's own text is for files; here it is data.
      const { text: _text, ...report } = answer.report;
      return report;
    }
    case 'drift':
    case 'expect':
      return answer.report;
    case 'help':
      return inOrder({ schema: 'iap-doctor.help/1', ...answer.help }, HELP);
    case 'mistake': {
      const { message, nearest } = answer.mistake;
      return { error: { code: 'usage', message, nearest: nearest ?? null, usage: answer.usage ?? null } };
    }
    case 'failure': {
      const { id, message, remedy } = answer.failure;
      return { error: { code: 'internal', message, nearest: null, usage: null, id, remedy } };
    }
  }
}

/** One JSON document, indented by two, without a line break at the end. Its text is safe to print on a terminal. */
export function renderJson(answer: Answer): string {
  return JSON.stringify(documentOf(answer), null, 2).replace(ACTIVE, escapeUnit);
}
