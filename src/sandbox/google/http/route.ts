/** What a route is: an API, a method, a path pattern, and a handler that answers from the world. */
import type { World } from '../model.js';
import type { Rights } from './rights.js';
import type { Switches } from './switches.js';

export type ApiName =
  | 'accesscontextmanager'
  | 'admin'
  | 'appengine'
  | 'cloudasset'
  | 'cloudidentity'
  | 'cloudresourcemanager'
  | 'compute'
  | 'iam'
  | 'iamcredentials'
  | 'iap'
  | 'logging'
  | 'oauth2'
  | 'orgpolicy'
  | 'policytroubleshooter'
  | 'privilegedaccessmanager'
  | 'run';

/** A request as handlers see it. */
export interface Call {
  readonly world: World;
  readonly switches: Switches;
  readonly rights: Rights;
  /** The named groups of the pattern, percent-decoded. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Route {
  readonly api: ApiName;
  readonly method: 'GET' | 'POST';
  /** Matches the whole path as it was sent, before percent-decoding. */
  readonly path: RegExp;
  /** Which per-minute quota a call counts against, where Google's default is small enough to matter. */
  readonly quota?: 'iam-v2-reads' | 'iam-v3-reads' | 'logging-reads';
  /** Takes a form, and no credential but the one that is asked about. */
  readonly form?: true;
  /** Gives the response body; throws a `GoogleApiError` to refuse. */
  readonly handle: (call: Call) => unknown;
}

/** The route for a request and the decoded groups of its path. */
export function matchRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): { readonly route: Route; readonly groups: Readonly<Record<string, string>> } | undefined {
  for (const route of routes) {
    if (route.method !== method) continue;
    const match = route.path.exec(path);
    if (!match) continue;
    const groups: Record<string, string> = {};
    for (const [name, value] of Object.entries(match.groups ?? {}))
      if (value !== undefined) groups[name] = decodePath(value);
    return { route, groups };
  }
  return undefined;
}

function decodePath(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** One text value of the path; the pattern guarantees it. */
export function pathValue(call: Call, name: string): string {
  return call.path[name] ?? '';
}

/** A nested object of a JSON body, or an empty one. */
export function objectField(value: unknown, name: string): Readonly<Record<string, unknown>> {
  const field = isRecord(value) ? value[name] : undefined;
  return isRecord(field) ? field : {};
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
