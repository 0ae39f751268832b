/** Who asks for what in the fictional company, and what the answer has to be. */

export interface WorldScenario {
  readonly who: string;
  /** A service by name, or a URL where the path matters. */
  readonly where: string;
  readonly verdict: 'allowed' | 'denied' | 'unknown';
  /**
   * Denied or unknown: the code of the cause. Allowed: the code of a finding that has to be there beside the verdict,
   * or null where nothing special is to be said.
   */
  readonly code: string | null;
  readonly about: string;
}

type Row = readonly [
  who: string,
  where: string,
  verdict: WorldScenario['verdict'],
  code: string | null,
  about: string,
];

/** A federated identity of partner.test, as workforce federation names it. */
const NIA =
  'principal://iam.googleapis.com/locations/global/workforcePools/acme-partners/subject/nia@partner.test';

const rows: readonly Row[] = [
  ['maya@acme.test', 'dashboard', 'denied', 'grant-removed', 'a directory sync took her out of dash-users'],
  ['noor@acme.test', 'dashboard', 'denied', 'not-in-group', 'was never in dash-users'],
  ['sam@acme.test', 'dashboard', 'denied', 'account-disabled', 'the account is suspended'],
  ['ines@acme.test', 'dashboard', 'denied', 'deny-exception-missed', 'interns are denied unless cleared'],
  ['otto@acme.test', 'dashboard', 'denied', 'boundary-excludes', 'his boundary holds acme-data only'],
  ['ana@acme.test', 'dashboard', 'allowed', 'nested-grant', 'through eng in dash-users'],
  ['ana.lima@acme.test', 'dashboard', 'allowed', 'nested-grant', 'the same Ana by her alias'],
  ['eli@acme.test', 'orders', 'denied', 'membership-expired', 'the membership of orders-team ended'],
  [
    'remy@partner.test',
    'orders',
    'denied',
    'membership-restricted',
    'orders-partners admits own people only',
  ],
  ['walt@acme.test', 'orders', 'denied', 'wrong-permission-kind', 'holds the tunnel role on a web app'],
  ['tess@acme.test', 'orders', 'denied', 'condition-expired', 'the grant was for a time that is over'],
  [
    'ugo@acme.test',
    'orders',
    'denied',
    'condition-unsupported-attribute',
    'resource.name is not offered to IAP',
  ],
  ['dex@acme.test', 'orders', 'denied', 'deny-policy', 'a deny policy names him'],
  ['carl@acme.test', 'orders', 'allowed', 'inherited-grant', 'contractors hold the role on the project'],
  ['cora@partner.test', 'orders', 'allowed', 'foreign-boundary', 'her own organisation cannot be seen'],
  ['ci-deployer@acme-prod.iam.gserviceaccount.com', 'orders', 'allowed', null, 'bound directly'],
  ['cleo@acme.test', 'grafana', 'denied', 'custom-role-lacks-permission', 'the custom role is empty'],
  ['nils@acme.test', 'grafana', 'denied', 'condition-hours', 'only on call on another weekday'],
  ['mia@acme.test', 'grafana', 'denied', 'condition-malformed', 'there is no thirteenth month'],
  ['kim@acme.test', 'grafana', 'allowed', 'change-propagating', 'granted a minute ago, refused since'],
  ['tom@acme.test', 'payroll', 'unknown', 'condition-needs-context', 'his device cannot be seen'],
  ['dave@acme.test', 'payroll', 'denied', 'access-level-device', 'the log says: no managed device'],
  ['ira@acme.test', 'payroll', 'denied', 'access-level-ip', 'came from outside the office network'],
  ['bea@acme.test', 'payroll', 'allowed', 'condition-bypassed', 'a second binding has no condition'],
  ['wanda@acme.test', 'wiki', 'denied', 'group-missing', 'wiki-editors is a mailbox, not a group'],
  ['omar@acme.test', 'hr', 'denied', 'role-lacks-permission', 'Owner does not carry web access'],
  ['zoe@acme.test', 'hr', 'denied', 'deleted-principal', 'the grant is for her deleted account'],
  ['lena@acme.test', 'hr', 'denied', 'other-account', 'the grant is for her acme-labs account'],
  ['pia@partner.test', 'handbook', 'denied', 'outside-domain', 'domain:acme.test is not hers'],
  ['lou@acme-labs.test', 'handbook', 'allowed', 'domain-wider', 'a secondary domain of the same customer'],
  ['pat@acme.test', 'https://admin.acme.test/billing', 'denied', 'condition-path', 'may open /reports/ only'],
  ['uma@acme.test', 'admin', 'denied', 'access-level-unknown-name', 'the level is spelt corp_devices'],
  ['noor@acme.test', 'status', 'allowed', 'public', 'allUsers hold the role'],
  ['dina@acme.test', 'edge', 'unknown', 'dynamic-group-stale', 'the dynamic group is being updated'],
  ['rita@acme.test', 'reports', 'denied', 'run-invoker-only', 'may invoke the service, not pass IAP'],
  ['hana@acme.test', 'reports', 'denied', 'condition-host', 'granted for the custom domain only'],
  ['fay@acme.test', 'forms', 'denied', 'service-agent-not-invoker', 'IAP itself may not call the service'],
  ['bob@acme.test', 'batch', 'allowed', null, 'bound directly on App Engine'],
  ['omar@acme.test', 'bastion', 'allowed', 'owner-tunnels', 'Owner does carry TCP forwarding'],
  ['ivo@acme.test', 'warehouse', 'denied', 'no-grant', 'no binding names him anywhere'],
  ['gus@acme.test', 'warehouse', 'denied', 'granted-elsewhere', 'granted on lake instead'],
  ['noor@acme.test', 'legacy', 'allowed', 'iap-bypassable', 'IAP is switched off there'],
  [
    'bob@acme.test',
    'docs',
    'allowed',
    'iap-bypassable',
    'the Cloud Run address behind it is open to everybody',
  ],
  ['dana@acme.test', 'docs', 'allowed', 'blocked-outside-iap', 'Cloud Armor stands before it'],
  [
    'root@acme.test',
    'docs',
    'allowed',
    'oauth-client-mismatch',
    'the OAuth client was changed since the last visit',
  ],
  [
    'bob@acme.test',
    'portal',
    'denied',
    'iap-enabled-twice',
    'granted at the load balancer, not at Cloud Run',
  ],
  ['noor@acme.test', 'shop', 'unknown', 'gcip-iam-off', 'Identity Platform signs people in'],
  [
    'bob@acme.test',
    'partners',
    'denied',
    'identity-source-mismatch',
    'only workforce identities may sign in',
  ],
  ['bob@acme.test', 'intranet', 'denied', 'host-not-allowed', 'its host name is not among the allowed ones'],
  ['bob@acme.test', 'vault', 'allowed', 'reauth-required', 'asks for a security key every hour'],
  ['dana@acme.test', 'vault', 'allowed', 'preflight-open', 'OPTIONS requests pass unchecked'],
  ['cora@partner.test', 'vault', 'allowed', 'oauth-audience', 'the client Google manages is for own people'],
  ['bob@acme.test', 'billing', 'denied', 'service-replaced', 'the backend was made anew, without its grants'],
  ['bob@acme.test', 'atlas', 'denied', 'oauth-client-missing', 'a project without organisation and client'],
  [
    'bob@acme.test',
    'labs',
    'allowed',
    'access-level-unsupported-target',
    'an access level on Cloud Run itself',
  ],
  ['jana@acme.test', 'warehouse', 'denied', 'jit-grant-ended', 'her night shift is over'],
  ['pia@partner.test', 'warehouse', 'denied', 'org-policy-forbids', 'the grant for her was refused'],
  ['lena@acme-labs.test', 'hr', 'allowed', 'app-refused', 'IAP let her in; what refuses is the app'],
  [
    'quin@acme.test',
    'orders',
    'denied',
    'deny-unevaluable',
    'a deny rule with a condition that deny rules do not know',
  ],
  [
    'yara@acme.test',
    'orders',
    'denied',
    'boundary-unevaluable',
    'her boundary asks for an attribute that there is not',
  ],
  [
    'tara@acme.test',
    'orders',
    'allowed',
    'boundary-not-enforced',
    'her boundary is of a version without IAP',
  ],
  [
    'hugo@acme.test',
    'https://admin.acme.test/team',
    'allowed',
    'negated-condition',
    'may open everything but one path',
  ],
  ['leo@acme.test', 'admin', 'denied', 'access-level-other', 'the level names administrators only'],
  ['rex@acme.test', 'admin', 'denied', 'access-level-broken', 'the level builds on one that was deleted'],
  [
    'mona@acme.test',
    'reports',
    'denied',
    'grant-removed',
    'just taken out of desk, and let in since: removal-propagating',
  ],
  [
    'gus@acme.test',
    'lake',
    'allowed',
    'deny-misses',
    'the deny rule against him names no permission IAP checks',
  ],
  [NIA, 'partners', 'denied', 'federated-not-matched', 'the grant is for a Google account of that name'],
];

/** Every scenario of the world, in the order of the table at the top of `world.ts`. */
export const worldScenarios: readonly WorldScenario[] = rows.map(([who, where, verdict, code, about]) => ({
  who,
  where,
  verdict,
  code,
  about,
}));
