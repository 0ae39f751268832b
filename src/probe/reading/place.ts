/** What the commands of a mend need to know about the place; what is not known stands there as a word in capitals. Pure. */
import { gcloudSettings, shell } from '../../fixes/target.js';
import type { Fix } from '../../fixes/types.js';
import { type IapResource, parseIapResource } from '../../names/index.js';
import type { Observation } from '../observation.js';

/** `PROJECT`, `CLIENT_ID` … for what is not known. */
export interface Place {
  readonly resource: IapResource | undefined;
  readonly project: string;
  /** IAP's service agent at the place's project. */
  readonly agent: string;
  /** The Cloud Run service, with words in capitals where IAP stands before something else. */
  readonly run: { readonly region: string; readonly service: string };
  /** The backend service, and the flag that says where it is. */
  readonly backend: { readonly service: string; readonly where: string };
}

const NUMBER = /^\d+$/;

export function placeOf({ target }: Observation): Place {
  const resource = target.resource === undefined ? undefined : parseIapResource(target.resource);
  const project = resource?.project.id ?? 'PROJECT';
  const number = NUMBER.test(project) ? project : 'PROJECT_NUMBER';
  const service = resource && 'service' in resource ? resource.service : undefined;
  const type = resource && 'type' in resource ? resource.type : undefined;
  const onRun = type?.kind === 'cloud_run';
  const onCompute = type?.kind === 'compute';
  const region = type && type.kind !== 'appengine' ? type.region : undefined;
  return {
    resource,
    project,
    agent: `service-${number}@gcp-sa-iap.iam.gserviceaccount.com`,
    run: {
      region: (onRun ? region : undefined) ?? 'REGION',
      service: (onRun ? service : undefined) ?? 'SERVICE',
    },
    backend: {
      service: (onCompute ? service : undefined) ?? 'BACKEND_SERVICE',
      where: onCompute && region !== undefined ? `--region=${region}` : '--global',
    },
  };
}

/**
 * The commands that change IAP's settings on the place itself. Setting replaces everything, so what is there is read
 * and edited first (`gcloud iap settings` reference).
 */
export function editSettings({ resource, project }: Place, lines: readonly string[]): string {
  const run = (verb: string): string =>
    resource
      ? gcloudSettings(verb, resource)
      : `gcloud iap settings ${verb} --project=${project} --resource-type=iap_web`;
  return [
    `${run('get')} > iap_settings.yaml`,
    '# in that file:',
    ...lines.map((line) => `#   ${line}`),
    run('set iap_settings.yaml'),
  ].join('\n');
}

/** The command that mints a good identity token: for the service account that was used, and what IAP itself asks for. */
export function mintCommand(seen: Observation, expected?: string): string {
  const { email } = seen.credential;
  const account = email?.endsWith('.gserviceaccount.com') ? email : 'SERVICE_ACCOUNT';
  const audience = expected ?? seen.expectedAudience?.value ?? seen.around.oauthClientIds[0] ?? 'CLIENT_ID';
  return `gcloud auth print-identity-token --impersonate-service-account=${shell(account)} --audiences=${shell(audience)} --include-email`;
}

/** A mend with everything that is not given left out. */
export function mend(
  who: Fix['for'],
  title: string,
  then: string,
  more: Partial<Pick<Fix, 'overgrant' | 'gcloud' | 'terraform' | 'console'>> = {},
): Fix {
  return { title, for: who, overgrant: 0, gcloud: null, terraform: null, console: null, then, ...more };
}
