/** Mends how people sign in before IAP asks IAM: the OAuth client, the identity provider, the host names it accepts. */
import { gcloudSettings, iapConsole, shell } from '../target.js';
import { AGAIN, SETTINGS_WAIT } from '../times.js';
import type { Fix, FixContext, Remedy } from '../types.js';
import { askOwner } from './grant.js';

/** A change of settings on the place itself. Setting replaces everything, so what is there is read and edited first. */
const settings = (context: FixContext, title: string, yaml: readonly string[], then: string): Fix => ({
  title,
  for: 'owner',
  overgrant: 1,
  gcloud: [
    `${gcloudSettings('get', context.resource)} > iap_settings.yaml`,
    '# in that file:',
    ...yaml.map((line) => `#   ${line}`),
    gcloudSettings('set iap_settings.yaml', context.resource),
  ].join('\n'),
  terraform: null,
  console: iapConsole(context.resource),
  then,
});

export const oauthClientMissing: Remedy = {
  codes: ['oauth-client-missing'],
  fixes: (context) => [
    {
      ...settings(
        context,
        'Create an OAuth client in the console and give it to IAP',
        [
          'access_settings:',
          '  oauth_settings:',
          '    client_id: CLIENT_ID',
          '    client_secret: CLIENT_SECRET',
        ],
        `${SETTINGS_WAIT} The client needs the redirect address https://iap.googleapis.com/v1/oauth/clientIds/CLIENT_ID:handleRedirect.`,
      ),
      overgrant: 0,
      console: `https://console.cloud.google.com/auth/clients?project=${encodeURIComponent(context.resource.project.id)}`,
    },
    askOwner(context, 'to give IAP an OAuth client: until then nobody can sign in'),
  ],
};

export const identitySource: Remedy = {
  codes: ['identity-source-mismatch'],
  fixes: (context) => {
    const pools = context.pools ?? [];
    const short = pools.map((pool) => pool.slice(pool.lastIndexOf('/') + 1));
    const through = short.length > 0 ? ` (${short.join(', ')})` : '';
    return [
      {
        title:
          context.subject.kind === 'federated'
            ? `Open ${context.placeName} with a Google account that has access`
            : `Sign in to ${context.placeName} through its own identity provider${through}`,
        for: 'person',
        overgrant: 0,
        gcloud: null,
        terraform: null,
        console: null,
        then: AGAIN,
      },
      settings(
        context,
        'Or change which identities IAP signs in there; it takes one kind only',
        ['access_settings:', '  identity_sources: []  # Google accounts; or [WORKFORCE_IDENTITY_FEDERATION]'],
        `${SETTINGS_WAIT} It changes for everybody who uses the app.`,
      ),
    ];
  },
};

export const hostNotAllowed: Remedy = {
  codes: ['host-not-allowed'],
  fixes: (context) => [
    {
      title: `Open ${context.placeName} under a host name that IAP accepts`,
      for: 'person',
      overgrant: 0,
      gcloud: null,
      terraform: null,
      console: null,
      then: AGAIN,
    },
    settings(
      context,
      `Add ${context.host ?? 'the host name'} to the domains IAP accepts, beside those that are there`,
      [
        'access_settings:',
        '  allowed_domains_settings:',
        '    enable: true',
        `    domains: [${shell(context.host ?? 'HOST')}]  # and those that are there already`,
      ],
      SETTINGS_WAIT,
    ),
  ],
};

export const identityPlatform: Remedy = {
  codes: ['gcip-iam-off'],
  fixes: (context) => [
    {
      ...askOwner(
        context,
        'who may use it: Identity Platform and the app decide that, not Google\u2019s permissions',
      ),
      then: 'Trying is the surest test: IAP lets through whomever Identity Platform has signed in.',
    },
    settings(
      context,
      'Or let IAM decide again: take the Identity Platform tenants out of IAP\u2019s settings',
      ['access_settings:', '  gcip_settings: …  (take these lines out)'],
      `${SETTINGS_WAIT} Everybody who signs in through Identity Platform is locked out by that.`,
    ),
  ],
};
