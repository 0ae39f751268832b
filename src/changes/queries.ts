/** What is asked of the logs when changes are looked for, as narrowly as the query language allows. */

/** A string as the logging query language quotes it. */
const quoted = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`;

const SERVICE = 'protoPayload.serviceName';
const METHOD = 'protoPayload.methodName';

const any = (field: string, operator: '=' | ':', values: readonly string[]): string =>
  values.length === 1
    ? `${field}${operator}${quoted(values[0] ?? '')}`
    : `(${values.map((value) => `${field}${operator}${quoted(value)}`).join(' OR ')})`;

const of = (service: string, ...methods: readonly string[]): string =>
  methods.length === 0
    ? any(SERVICE, '=', [service])
    : `(${any(SERVICE, '=', [service])} AND ${any(METHOD, ':', methods)})`;

/** Admin Activity: everything a parser in `entries/` reads. `:` looks for a part, whatever the version in front. */
const ACTIVITY = [
  of('cloudresourcemanager.googleapis.com', 'SetIamPolicy', 'OrgPolicy', 'MoveProject', 'MoveFolder'),
  of('iap.googleapis.com'),
  of('cloudidentity.googleapis.com'),
  of(
    'admin.googleapis.com',
    'Group',
    'Role',
    'Privilege',
    'Sso',
    'Saml',
    'suspendUser',
    'archiveUser',
    'deleteUser',
  ),
  of(
    'iam.googleapis.com',
    'Policies',
    'PolicyBinding',
    'Role',
    'SetIamPolicy',
    'Pool',
    'ableServiceAccount',
    'deleteServiceAccount',
  ),
  of('accesscontextmanager.googleapis.com'),
  of('compute.googleapis.com', 'backendServices'),
  of('run.googleapis.com', 'SetIamPolicy', 'UpdateService', 'ReplaceService', 'CreateService'),
  of('appengine.googleapis.com', 'Application'),
  of('orgpolicy.googleapis.com'),
  of('clientauthconfig.googleapis.com'),
].join(' OR ');

/** Data Access: changes of IAP's settings, which Google files there. */
const SETTINGS = of('iap.googleapis.com', 'UpdateIapSettings', 'TunnelDestGroup');

const between = (from: string, to: string): string =>
  `timestamp>=${quoted(from)} AND timestamp<=${quoted(to)}`;

/** Everything that may be a change, in one query: reads are few a minute. Both moments are RFC 3339. */
export function changeFilter(from: string, to: string): string {
  const activity = `(logName:"cloudaudit.googleapis.com%2Factivity" AND (${ACTIVITY}))`;
  const settings = `(logName:"cloudaudit.googleapis.com%2Fdata_access" AND ${SETTINGS})`;
  return `(${activity} OR ${settings}) AND ${between(from, to)}`;
}

/** The newest policies written before a moment, of these resources. */
export function policyFilter(resources: readonly string[], before: string): string {
  const named = any('protoPayload.resourceName', '=', resources);
  return `logName:"cloudaudit.googleapis.com%2Factivity" AND ${any(METHOD, ':', ['SetIamPolicy'])} AND ${named} AND timestamp<${quoted(before)}`;
}

/** IAP's decisions in a window: `what` narrows them down. */
export function decisionFilter(from: string, to: string, ...what: readonly string[]): string {
  const decisions = `${SERVICE}="iap.googleapis.com" AND ${METHOD}="AuthorizeUser"`;
  return [decisions, ...what, between(from, to)].join(' AND ');
}

export const REFUSED = 'protoPayload.status.code=7';
export const PASSED = 'NOT protoPayload.status.code=7';
export const about = (resourceTail: string): string =>
  `protoPayload.authorizationInfo.resource:${quoted(resourceTail)}`;
export const byPerson = (email: string): string =>
  `protoPayload.authenticationInfo.principalEmail=${quoted(email)}`;
