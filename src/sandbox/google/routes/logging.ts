/** Cloud Logging v2: entries:list with the query language, both orders, and paging; sixty reads a minute by default. */
import { invalidArgument, permissionDenied } from '../http/errors.js';
import { pageBody, paginate } from '../http/page.js';
import type { Call, Route } from '../http/route.js';
import { logFilter, nanos } from '../log-filter/match.js';
import { FilterError } from '../log-filter/tokens.js';
import { canonicalNode, type LogEntry, type World } from '../model.js';

const api = 'logging';

function compile(filter: string): (entry: LogEntry) => boolean {
  if (filter.length > 20_000) throw invalidArgument('The filter is longer than 20000 characters.');
  try {
    return logFilter(filter);
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    const before = filter.slice(0, error.at).split('\n');
    const column = (before.at(-1)?.length ?? 0) + 1;
    throw invalidArgument(
      `Unparseable filter: syntax error at line ${before.length}, column ${column}, ${error.message}`,
    );
  }
}

function resourcesAsked(call: Call): string[] {
  const { resourceNames, projectIds } = call.body;
  const names = Array.isArray(resourceNames) ? resourceNames.map(String) : [];
  const projects = Array.isArray(projectIds) ? projectIds.map((id) => `projects/${String(id)}`) : [];
  const all = [...names, ...projects];
  if (all.length === 0) throw invalidArgument('At least one resource name must be given.');
  return all.map((name) => {
    const container = name.split('/').slice(0, 2).join('/');
    const node = canonicalNode(call.world, container);
    if (node === undefined) throw permissionDenied('logging.logEntries.list', name);
    call.rights.require('logging.logEntries.list', node, name);
    return node;
  });
}

/** Data Access entries are left out in silence for whoever may not see private logs. */
function mayRead(call: Call, entry: LogEntry): boolean {
  const node = nodeOf(call, entry);
  const isPrivate = entry.logName.endsWith('cloudaudit.googleapis.com%2Fdata_access');
  return !isPrivate || call.rights.has('logging.privateLogEntries.list', node);
}

function nodeOf(call: Call, entry: LogEntry): string | undefined {
  return canonicalNode(call.world, entry.logName.split('/').slice(0, 2).join('/'));
}

/** Oldest first; entries of one moment by their id. */
function inOrder(entries: readonly LogEntry[]): LogEntry[] {
  const timed = entries.map((entry) => ({ entry, at: nanos(entry.timestamp) ?? 0n }));
  timed.sort((a, b) => {
    if (a.at !== b.at) return a.at < b.at ? -1 : 1;
    return a.entry.insertId < b.entry.insertId ? -1 : a.entry.insertId > b.entry.insertId ? 1 : 0;
  });
  return timed.map(({ entry }) => entry);
}

interface Found {
  readonly key: string;
  readonly entries: readonly LogEntry[];
}

/** What the last question found, for its further pages: a long log is not searched anew for each. */
const lastFound = new WeakMap<World, Found>();

function find(call: Call, nodes: readonly string[], filter: string): readonly LogEntry[] {
  const { logEntries, caller } = call.world;
  const key = JSON.stringify([nodes, filter, logEntries.length, caller.denied]);
  const before = lastFound.get(call.world);
  if (before?.key === key) return before.entries;
  const passes = compile(filter);
  const entries = inOrder(
    logEntries.filter((entry) => {
      const node = nodeOf(call, entry);
      return node !== undefined && nodes.includes(node) && mayRead(call, entry) && passes(entry);
    }),
  );
  lastFound.set(call.world, { key, entries });
  return entries;
}

/** Entries of a project are only found under that project, never under its folder or organisation. */
function list(call: Call): unknown {
  const nodes = resourcesAsked(call);
  const orderBy = call.body.orderBy ?? 'timestamp asc';
  if (orderBy !== 'timestamp asc' && orderBy !== 'timestamp desc')
    throw invalidArgument('order_by must be "timestamp asc" or "timestamp desc".');
  const { pageSize, pageToken } = call.body;
  // Only a further page may come from what was found before: entries may have been changed in place since.
  if (typeof pageToken !== 'string') lastFound.delete(call.world);
  const found = find(call, nodes, typeof call.body.filter === 'string' ? call.body.filter : '');
  const entries = orderBy === 'timestamp desc' ? [...found].reverse() : found;
  const asked = {
    size: pageSize === undefined ? 0 : Number(pageSize),
    token: typeof pageToken === 'string' ? pageToken : undefined,
    cap: call.switches.pageCap,
  };
  return pageBody('entries', paginate(entries, asked, { fallback: 50, max: 1000 }));
}

export const loggingRoutes: readonly Route[] = [
  { api, quota: 'logging-reads', method: 'POST', path: /^\/v2\/entries:list$/, handle: list },
];
