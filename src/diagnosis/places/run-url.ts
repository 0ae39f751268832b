/** The host names Cloud Run gives its services. Pure. */
import type { RunServiceInfo } from '../../google/ports.js';

/** What a deterministic Cloud Run host says by itself. */
export interface RunHost {
  readonly project: string;
  readonly region: string;
  readonly service: string;
}

/** `[TAG---]SERVICE-PROJECT_NUMBER.REGION.run.app` (Cloud Run "Service URL"). */
export function parseRunHost(host: string): RunHost | undefined {
  const match =
    /^(?:[a-z0-9-]+?---)?([a-z][a-z0-9-]*)-([0-9]{6,25})\.([a-z]+(?:-[a-z]+)+[0-9]{1,2})\.run\.app$/.exec(
      host.toLowerCase(),
    );
  const [, service, project, region] = match ?? [];
  if (service === undefined || project === undefined || region === undefined) return undefined;
  return { project, region, service };
}

/** Whether only Cloud Run can answer there. */
export const isRunHost = (host: string): boolean => host.toLowerCase().endsWith('.run.app');

/** Whether the host is one of the service's own, with or without the tag of a revision in front. */
export function servesHost({ url, urls }: RunServiceInfo, host: string): boolean {
  const given = host.toLowerCase();
  const own = [url, ...urls].flatMap((one) =>
    one !== undefined && URL.canParse(one) ? [new URL(one).hostname] : [],
  );
  return own.some((name) => given === name || given.endsWith(`---${name}`));
}
