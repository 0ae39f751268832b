/** Where people sign in: workforce and workload identity pools, their providers, and single sign-on. */
import { adminEvents } from '../admin-events.js';
import { changeOf, type EntryParser } from '../change.js';
import { textAt } from '../entry.js';
import { verbOf } from '../verb.js';

const POOLS = /(?:^|\.)(\w*(?:Workforce|WorkloadIdentity)Pool\w*)$/;
const SSO = /(?:^|\.)(\w*(?:InboundSso|InboundSaml|InboundOidc|IdpCredential|Sso)\w*)$/;
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/WorkforcePoolProvider/, 'the workforce pool provider'],
  [/WorkforcePool/, 'the workforce pool'],
  [/WorkloadIdentityPoolProvider/, 'the workload pool provider'],
  [/WorkloadIdentityPool/, 'the workload pool'],
  [/IdpCredential/, 'the sign-in certificate'],
  [/./, 'single sign-on'],
];

/** `iam.googleapis.com` for pools, `cloudidentity.googleapis.com` for sign-on profiles, the Admin console for its own. */
export const identityProvider: EntryParser = {
  kind: 'identity-provider',
  services: ['iam.googleapis.com', 'cloudidentity.googleapis.com', 'admin.googleapis.com'],
  parse: (envelope) => {
    const { service, method, payload, resource } = envelope;
    const events =
      adminEvents(envelope)?.filter(({ name }) => /(?:^|_)(?:SSO|SAML|OIDC)(?:_|$)/.test(name)) ?? [];
    if (events.length > 0)
      return events.map(({ name }) =>
        changeOf(envelope, {
          kind: 'identity-provider',
          resource: resource || 'ssoSettings',
          says: `changed single sign-on (${name.toLowerCase().replaceAll('_', ' ')})`,
        }),
      );
    const pattern =
      service === 'iam.googleapis.com' ? POOLS : service === 'cloudidentity.googleapis.com' ? SSO : undefined;
    const action = pattern?.exec(method)?.[1];
    if (action === undefined) return undefined;
    const verb = verbOf(action);
    if (verb === undefined) return [];
    const name = resource || textAt(payload, 'request', 'name') || textAt(payload, 'request', 'parent');
    if (name === undefined) return 'unreadable';
    const kind = KINDS.find(([one]) => one.test(action))?.[1] ?? 'single sign-on';
    return [
      changeOf(envelope, {
        kind: 'identity-provider',
        resource: name,
        says: `${verb} ${kind} ${name.slice(name.lastIndexOf('/') + 1)}`,
      }),
    ];
  },
};
