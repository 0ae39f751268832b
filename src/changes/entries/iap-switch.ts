/** IAP switched on or off: at backend services, at Cloud Run services, and for App Engine applications. */
import { type BackendName, type Change, changeOf, type EntryParser } from '../change.js';
import { type AuditEnvelope, at, textAt, textsAt } from '../entry.js';

function switched(
  envelope: AuditEnvelope,
  resource: string,
  backend: BackendName,
  enabled: boolean | undefined,
  repeats = false,
): Change {
  const place = {
    compute: 'the backend service',
    run: 'the Cloud Run service',
    appengine: 'the App Engine application',
  }[backend.surface];
  const words = enabled === undefined ? 'changed IAP at' : `switched IAP ${enabled ? 'on' : 'off'} at`;
  return changeOf(envelope, {
    kind: 'iap-switch',
    resource,
    says: `${words} ${place} ${backend.name}`,
    touched: { what: 'switch', enabled, backend, repeats },
  });
}

const BACKEND = /^projects\/([^/]+)\/(?:global|regions\/([^/]+))\/backendServices\/([^/]+)$/;

/** `v1.compute.backendServices.patch`, `beta.compute.regionBackendServices.update` … (long-running). */
export const computeSwitch: EntryParser = {
  kind: 'iap-switch',
  services: ['compute.googleapis.com'],
  parse: (envelope) => {
    const { method, payload, labels, resource } = envelope;
    const [, action] =
      /\.compute\.(?:region)?backendServices\.(patch|update|insert|delete)$/i.exec(method) ?? [];
    if (action === undefined) return undefined;
    const [, project, region, name] = BACKEND.exec(resource) ?? [];
    const iap = at(payload, 'request', 'iap');
    const gone = action.toLowerCase() === 'delete';
    if (!gone && (typeof iap !== 'object' || iap === null)) return [];
    if (project === undefined || name === undefined) return 'unreadable';
    const backend: BackendName = {
      surface: 'compute',
      project,
      region,
      name,
      id: textAt(labels, 'backend_service_id'),
    };
    if (gone)
      return [
        changeOf(envelope, {
          kind: 'other',
          resource,
          says: `deleted the backend service ${name}`,
          touched: { what: 'switch', enabled: undefined, backend, repeats: false },
        }),
      ];
    const enabled = at(iap, 'enabled');
    const client = textAt(iap, 'oauth2ClientId');
    if (typeof enabled === 'boolean') return [switched(envelope, resource, backend, enabled)];
    if (client === undefined) return [switched(envelope, resource, backend, undefined)];
    const touched = { what: 'switch', enabled: undefined, backend, repeats: false } as const;
    const says = `changed the OAuth client of IAP at the backend service ${name}`;
    return [changeOf(envelope, { kind: 'oauth-client', resource, says, touched })];
  },
};

const RUN = /^projects\/([^/]+)\/locations\/([^/]+)\/services\/([^/]+)$/;
const RUN_V1 = /^namespaces\/([^/]+)\/services\/([^/]+)$/;

/** What a Cloud Run service says about IAP; undefined when it says nothing. */
function runFlag(payload: unknown): boolean | undefined {
  const service = at(payload, 'request', 'service');
  const flag = at(service, 'iapEnabled') ?? at(service, 'iap_enabled');
  if (typeof flag === 'boolean') return flag;
  const text = textAt(service, 'metadata', 'annotations', 'run.googleapis.com/iap-enabled');
  return text === undefined ? undefined : text.toLowerCase() === 'true';
}

/** Version 2 (`UpdateService`) and version 1 (`ReplaceService`); a deployment repeats the whole service. */
export const runSwitch: EntryParser = {
  kind: 'iap-switch',
  services: ['run.googleapis.com'],
  parse: (envelope) => {
    const { method, payload, labels, resource } = envelope;
    const [, action] = /\.Services\.(Create|Update|Replace|Delete)Service$/.exec(method) ?? [];
    if (action === undefined) return undefined;
    const [, project, region, name] = RUN.exec(resource) ?? [];
    const [, oldProject, oldName] = RUN_V1.exec(resource) ?? [];
    const owner = project ?? oldProject ?? textAt(labels, 'project_id');
    const place = region ?? textAt(labels, 'location');
    const called = name ?? oldName ?? textAt(labels, 'service_name');
    const enabled = runFlag(payload);
    const mask = at(payload, 'request', 'updateMask');
    const fields = typeof mask === 'string' ? mask.split(',') : textsAt(mask, 'paths');
    const asked = fields.some((field) => /iap/i.test(field));
    const elsewhere = fields.length > 0 && !fields.includes('*') && !asked;
    if (action === 'Delete' || elsewhere) return [];
    // What is false is left out of the JSON, so that silence may mean off.
    if (enabled === undefined && !asked && at(payload, 'request', 'service') === undefined) return [];
    if (owner === undefined || called === undefined) return enabled === undefined ? [] : 'unreadable';
    const backend: BackendName = {
      surface: 'run',
      project: owner,
      region: place,
      name: called,
      id: undefined,
    };
    const full = `projects/${owner}/locations/${place ?? '-'}/services/${called}`;
    return [switched(envelope, full, backend, enabled ?? false, !asked)];
  },
};

export const appEngineSwitch: EntryParser = {
  kind: 'iap-switch',
  services: ['appengine.googleapis.com'],
  parse: (envelope) => {
    const { service, method, payload, resource } = envelope;
    if (
      service !== 'appengine.googleapis.com' ||
      !/Applications\.(?:Update|Repair|Create)Application$/.test(method)
    )
      return undefined;
    const iap = at(payload, 'request', 'application', 'iap');
    if (typeof iap !== 'object' || iap === null) return [];
    const app = /^apps\/([^/]+)/.exec(resource)?.[1] ?? textAt(payload, 'request', 'application', 'id');
    if (app === undefined) return 'unreadable';
    const enabled = at(iap, 'enabled');
    const backend: BackendName = {
      surface: 'appengine',
      project: app,
      region: undefined,
      name: app,
      id: undefined,
    };
    return [switched(envelope, `apps/${app}`, backend, typeof enabled === 'boolean' ? enabled : undefined)];
  },
};
