/** Which service of an App Engine application answers a request: its own host names, dispatch rules, custom domains. Pure. */
import type { AppInfo } from '../../google/ports.js';
import { closest, hostFit, type Tie } from './host.js';

export interface AppTarget {
  readonly tie: Exclude<Tie, 'any'>;
  readonly service: string;
  /** Where the host names a version itself. */
  readonly version: string | undefined;
}

/** What is known of an application. Services are only needed for hosts that name one. */
export interface KnownApp {
  readonly app: AppInfo;
  readonly services: readonly string[] | undefined;
  /** Custom domains mapped to the application. */
  readonly domains: readonly string[] | undefined;
}

/** `ew.r.appspot.com` and `appspot.com` lead to the same applications (App Engine "How requests are routed"). */
const withoutRegion = (host: string): string =>
  host.toLowerCase().replace(/\.[a-z0-9]+\.r\.appspot\.com$/, '.appspot.com');

/** What stands before the application's own host: `v2`, `batch` for `v2-dot-batch-dot-…`; empty for the host itself. */
export function labelsBefore(
  { id, defaultHostname }: Pick<AppInfo, 'id' | 'defaultHostname'>,
  host: string,
): readonly string[] | undefined {
  const given = withoutRegion(host);
  const own = new Set(
    [withoutRegion(defaultHostname ?? ''), `${id}.appspot.com`].filter((name) => name !== ''),
  );
  for (const name of own) {
    if (given === name) return [];
    for (const joint of ['-dot-', '.']) {
      if (given.endsWith(`${joint}${name}`))
        return given.slice(0, -name.length - joint.length).split(/-dot-|\./);
    }
  }
  return undefined;
}

/**
 * The service for a host and a path; undefined when nothing ties the host to this application, or when it names a
 * service while the services are not known. Dispatch rules are tried in order, and only for requests whose host names
 * no service (App Engine Admin API, `Application.dispatchRules`).
 */
export function appTarget(
  { app, services, domains }: KnownApp,
  host: string,
  path: string,
): AppTarget | undefined {
  const labels = labelsBefore(app, host);
  if (labels && labels.length > 0) return named(labels, services);
  const tie = labels ? 'exact' : customTie(app, domains ?? [], host);
  return tie && { tie, service: dispatched(app, host, path), version: undefined };
}

function named(labels: readonly string[], services: readonly string[] | undefined): AppTarget | undefined {
  if (!services) return undefined;
  const service = labels.at(-1) ?? '';
  const version = labels.at(-2);
  if (services.includes(service)) return { tie: 'exact', service, version };
  // Any other single label is a version of the default service, or no name at all: both are answered by it.
  return labels.length === 1 ? { tie: 'exact', service: 'default', version: undefined } : undefined;
}

function customTie(app: AppInfo, domains: readonly string[], host: string): 'exact' | 'suffix' | undefined {
  const patterns = [...domains, ...app.dispatch.map(({ domain }) => domain)];
  const fits = patterns.flatMap((pattern) => {
    const fit = hostFit(pattern, host);
    return fit ? [{ fit }] : [];
  });
  const tie = closest(fits)?.fit.tie;
  return tie === 'any' ? undefined : tie;
}

function dispatched(app: AppInfo, host: string, path: string): string {
  const rule = app.dispatch.find(
    (one) =>
      hostFit(one.domain, host) !== undefined &&
      (one.path.endsWith('*') ? path.startsWith(one.path.slice(0, -1)) : path === one.path),
  );
  return rule?.service ?? 'default';
}
