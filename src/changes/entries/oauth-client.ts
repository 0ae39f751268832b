/** OAuth clients and consent screens that IAP signs people in with. */
import { changeOf, type EntryParser } from '../change.js';
import { textAt } from '../entry.js';
import { verbOf } from '../verb.js';

/** Method names of `IdentityAwareProxyOAuthService` (IAP v1); those of `clientauthconfig` are from memory. */
const FAMILIES: readonly (readonly [service: string, method: RegExp])[] = [
  ['iap.googleapis.com', /IdentityAwareProxyOAuthService\.(\w+)$/],
  ['clientauthconfig.googleapis.com', /(?:^|\.)(\w*(?:Client|Brand|Secret)\w*)$/],
];

export const oauthClient: EntryParser = {
  kind: 'oauth-client',
  services: FAMILIES.map(([service]) => service),
  parse: (envelope) => {
    const family = FAMILIES.find(([service]) => service === envelope.service);
    const action = family?.[1].exec(envelope.method)?.[1];
    if (action === undefined) return undefined;
    const verb = verbOf(action);
    if (verb === undefined) return [];
    const resource =
      envelope.resource ||
      textAt(envelope.payload, 'request', 'name') ||
      textAt(envelope.payload, 'request', 'parent');
    if (resource === undefined) return 'unreadable';
    const what = /secret/i.test(action)
      ? 'the secret of the OAuth client'
      : /brand/i.test(action)
        ? 'the consent screen'
        : 'the OAuth client';
    const says = `${verb} ${what} ${resource.slice(resource.lastIndexOf('/') + 1)}`;
    return [changeOf(envelope, { kind: 'oauth-client', resource, says })];
  },
};
