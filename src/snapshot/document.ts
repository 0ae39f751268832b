/** A snapshot as text and back: YAML in one order that never changes, so that git shows what changed and nothing else. */
import { LineCounter, parseDocument, stringify } from 'yaml';
import { SNAPSHOT_SCHEMA, type Snapshot, snapshotShape } from './model.js';

const HEAD = `# Who may pass Identity-Aware Proxy, and by what: written by "iap-doctor snapshot".
# Compare with what is in force now: iap-doctor drift FILE
`;

/** Fields in the order in which a reviewer reads them; maps of names come sorted. */
const ORDER: readonly string[] = [
  'schema',
  'organization',
  'services',
  'policies',
  'groups',
  'deny',
  'boundaries',
  'levels',
  'roles',
  'settings',
  'cloudRun',
  'projects',
  'unread',
];

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Maps whose keys are names rather than fields. */
const NAMED: ReadonlySet<string> = new Set([
  'services',
  'policies',
  'groups',
  'deny',
  'levels',
  'roles',
  'settings',
  'cloudRun',
  'projects',
  'unread',
]);

function sorted(value: unknown, isNamed: boolean): unknown {
  if (!isMap(value)) return value;
  const keys = Object.keys(value).filter((key) => value[key] !== undefined);
  return Object.fromEntries((isNamed ? keys.sort(byName) : keys).map((key) => [key, value[key]]));
}

/** The text of a snapshot. The same facts give the same bytes. */
export function writeSnapshot(snapshot: Snapshot): string {
  const fields = ORDER.flatMap((key): [string, unknown][] => {
    const value = snapshot[key as keyof Snapshot];
    if (value === undefined) return [];
    return [[key, sorted(value, NAMED.has(key))]];
  });
  return `${HEAD}${stringify(Object.fromEntries(fields), { lineWidth: 0, aliasDuplicateObjects: false })}`;
}

export type ReadSnapshot =
  | { readonly ok: true; readonly value: Snapshot }
  | { readonly ok: false; readonly why: string };

/** Reads a snapshot; one sentence with the line when it is not one. */
export function readSnapshot(text: string): ReadSnapshot {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const [broken] = document.errors;
  if (broken) {
    return {
      ok: false,
      why: `line ${broken.linePos?.[0].line ?? 1}: ${broken.message.split('\n')[0] ?? ''}`,
    };
  }
  const body: unknown = document.toJS({ maxAliasCount: 0 });
  if (!isMap(body) || body.schema !== SNAPSHOT_SCHEMA)
    return { ok: false, why: `it does not begin with "schema: ${SNAPSHOT_SCHEMA}"` };
  const parsed = snapshotShape.safeParse(body);
  if (parsed.success) return { ok: true, value: parsed.data };
  const [issue] = parsed.error.issues;
  const path = issue?.path.map(String) ?? [];
  const node = document.getIn(path, true);
  const range = isMap(node) && Array.isArray(node.range) ? Number(node.range[0]) : undefined;
  const line = range === undefined ? '' : `line ${lines.linePos(range).line}, `;
  return { ok: false, why: `${line}${path.join(' → ') || 'the file'}: ${issue?.message ?? 'unexpected'}` };
}
