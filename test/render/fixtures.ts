/** Hand-made reports of the fictional company, one per kind of answer, for the golden tests and for reading aloud. */
import type { EvidenceItem, Finding, Fix, WhyReport } from '../../src/diagnosis/report.js';

export const NOW = new Date('2026-11-05T09:02:40.000Z');

const SERVICE = 'projects/111111111111/iap_web/compute/services/2222222222222222222';

const read = (source: string, resource: string, cached = false): EvidenceItem => ({
  source,
  resource,
  readAt: '2026-11-05T09:02:00.000Z',
  cached,
});

const ok = (check: string, text: string, evidence: readonly EvidenceItem[] = []): Finding => ({
  check,
  verdict: 'ok',
  code: null,
  text,
  adminText: text,
  evidence,
});

const COST = { calls: 9, byApi: { iap: 3, cloudidentity: 4, logging: 2 }, roundTrips: 2, ms: 412 };

const addToGroup: Fix = {
  title: 'Add maya.lindqvist@acme.test to dash-users@acme.test',
  for: 'owner',
  overgrant: 1,
  gcloud:
    'gcloud identity groups memberships add --group-email=dash-users@acme.test --member-email=maya.lindqvist@acme.test',
  terraform: [
    'resource "google_cloud_identity_group_membership" "maya_dash_users" {',
    '  group = "groups/01abcdef"',
    '  preferred_member_key { id = "maya.lindqvist@acme.test" }',
    '  roles { name = "MEMBER" }',
    '}',
  ].join('\n'),
  console: 'https://groups.google.com/a/acme.test/g/dash-users/members',
  then: 'It usually works a few minutes after; nested groups can take longer',
};

export const denied: WhyReport = {
  schema: 'iap-doctor.why/1',
  id: '7Q2M-K4XD',
  who: { asked: 'Maya.Lindqvist@ACME.test', email: 'maya.lindqvist@acme.test', kind: 'user' },
  where: { name: 'dashboard', resource: SERVICE, url: 'https://dash.acme.test/' },
  verdict: 'denied',
  cause: {
    code: 'not-in-group',
    check: 'allow',
    text: 'Access goes through `dash-users@acme.test`. You were a member until Tue 14:02 UTC, when a directory sync removed you.',
    adminText:
      'Access goes through `dash-users@acme.test`, bound to `roles/iap.httpsResourceAccessor` on the service. Maya was a member until Tue 14:02 UTC, when `hr-sync@acme-prod.iam.gserviceaccount.com` removed her.',
  },
  also: [],
  findings: [
    ok('account', 'The account is active.', [read('admin.googleapis.com', 'users/maya.lindqvist@acme.test')]),
    ok('boundary', 'No access boundary applies.', [
      read('iam.googleapis.com', 'organizations/700000000001/policyBindings', true),
    ]),
    ok('deny', 'No deny policy applies.', [read('iam.googleapis.com', 'denypolicies/acme-prod', true)]),
    {
      check: 'allow',
      verdict: 'blocks',
      code: 'not-in-group',
      text: 'You are not in the group that has access.',
      adminText: 'The only binding that could let Maya in names a group she is not in.',
      evidence: [
        read('iap.googleapis.com', SERVICE),
        read('cloudidentity.googleapis.com', 'groups/dash-users@acme.test'),
        read('cloudresourcemanager.googleapis.com', 'projects/acme-prod', true),
      ],
    },
  ],
  grants: [],
  nearMiss: {
    role: 'roles/iap.httpsResourceAccessor',
    node: SERVICE,
    member: 'group:dash-users@acme.test',
    failedOn: 'member',
    detail: 'Maya is not in the group',
  },
  fixes: [
    {
      title: 'Ask an owner of `dash-users@acme.test` to add you back',
      for: 'person',
      overgrant: 0,
      gcloud: null,
      terraform: null,
      console: 'https://groups.google.com/a/acme.test/g/dash-users/about',
      then: 'It usually works a few minutes after; nested groups can take longer',
    },
    addToGroup,
    {
      title: 'Bind maya.lindqvist@acme.test directly on the service',
      for: 'operator',
      overgrant: 0,
      gcloud:
        'gcloud iap web add-iam-policy-binding --resource-type=backend-services --service=dash --member=user:maya.lindqvist@acme.test --role=roles/iap.httpsResourceAccessor',
      terraform: null,
      console: null,
      then: 'Works in about 2 minutes, but has to be cleaned up later',
    },
  ],
  changes: [
    {
      at: '2026-11-03T14:02:00Z',
      actor: 'hr-sync@acme-prod.iam.gserviceaccount.com',
      actorKind: 'automation',
      tool: 'directory API',
      kind: 'group-membership',
      resource: 'groups/dash-users@acme.test',
      summary: 'hr-sync removed 214 people from dash-users@acme.test',
      deltas: [],
      effect: {
        gained: [],
        lost: ['maya.lindqvist@acme.test'],
        gainedCount: 0,
        lostCount: 214,
        complete: true,
      },
      relation: 'cause',
      entry: 'abc',
    },
  ],
  services: null,
  blindSpots: [],
  secondOpinion: { source: 'policytroubleshooter.googleapis.com', state: 'CANNOT_ACCESS', agrees: true },
  cost: COST,
  oldestFactAt: '2026-11-05T09:02:00.000Z',
};

export const unknown: WhyReport = {
  ...denied,
  id: 'M3VD-90QA',
  who: { asked: 'tom@acme.test', email: 'tom@acme.test', kind: 'user' },
  where: { name: 'payroll', resource: SERVICE, url: 'https://payroll.acme.test/' },
  verdict: 'unknown',
  cause: {
    code: 'condition-needs-context',
    check: 'allow',
    text: "A condition asks for a managed device, and I can't see yours. Everything else would let you in.",
    adminText:
      "A condition asks for the access level `corp_device`, and I can't see his device. Everything else would let him in.",
  },
  findings: [
    ok('account', 'The account is active.'),
    {
      check: 'allow',
      verdict: 'unsure',
      code: 'condition-needs-context',
      text: 'A condition asks for a managed device.',
      adminText: 'The only binding asks for `corp_device`.',
      evidence: [read('iap.googleapis.com', SERVICE)],
    },
    {
      check: 'deny',
      verdict: 'could-not-look',
      code: 'deny-not-readable',
      text: 'I could not read all the deny policies.',
      adminText: 'The deny policies of `folders/42` answered 403.',
      evidence: [],
    },
  ],
  nearMiss: null,
  fixes: [
    {
      title: 'Open payroll once and ask me again: I will read the log entry',
      for: 'person',
      overgrant: 0,
      gcloud: null,
      terraform: null,
      console: null,
      then: 'The entry is there about a minute after the visit',
    },
  ],
  changes: [],
  blindSpots: [
    {
      code: 'condition-needs-context',
      what: 'A condition asks for a managed device, which I cannot see.',
      needs: '`--access-level corp_device`, or one visit whose log entry I can read',
    },
    {
      code: 'deny-not-readable',
      what: 'I could not read the deny policies of the folder above the project.',
      needs: '`roles/iam.denyReviewer` on `folders/42`',
    },
  ],
  secondOpinion: {
    source: 'policytroubleshooter.googleapis.com',
    state: 'UNKNOWN_CONDITIONAL',
    agrees: null,
  },
};

export const allowed: WhyReport = {
  ...denied,
  id: 'Z8KC-1W2E',
  who: { asked: 'ana@acme.test', email: 'ana@acme.test', kind: 'user' },
  verdict: 'allowed',
  cause: null,
  findings: [
    ok('account', 'The account is active.', [read('admin.googleapis.com', 'users/ana@acme.test')]),
    {
      check: 'allow',
      verdict: 'ok',
      code: null,
      text: 'You have access through a group.',
      adminText: 'One binding lets Ana in.',
      evidence: [read('iap.googleapis.com', SERVICE), read('cloudidentity.googleapis.com', 'groups/eng')],
    },
    {
      check: 'inherited',
      verdict: 'warns',
      code: 'inherited-grant',
      text: 'Access to this service is wider than the service itself says.',
      adminText:
        'The same role is also granted on the whole project to `contractors@acme.test` (31 people). Was that meant?',
      evidence: [read('cloudresourcemanager.googleapis.com', 'projects/acme-prod')],
    },
  ],
  grants: [
    {
      via: ['user:ana@acme.test', 'group:eng@acme.test', 'group:dash-users@acme.test'],
      role: 'roles/iap.httpsResourceAccessor',
      node: SERVICE,
      condition: null,
    },
    {
      via: ['user:ana@acme.test'],
      role: 'roles/iap.httpsResourceAccessor',
      node: 'projects/acme-prod',
      condition: 'request.time < timestamp("2027-01-01T00:00:00Z")',
    },
  ],
  nearMiss: null,
  fixes: [],
  changes: [],
  secondOpinion: { source: 'policytroubleshooter.googleapis.com', state: 'CAN_ACCESS', agrees: true },
};

export const noPlaceGiven: WhyReport = {
  ...denied,
  note: 'You named no service, so I took the newest refusal: dashboard, 3 min ago.',
  services: [
    { name: 'dashboard', verdict: 'denied', code: 'not-in-group' },
    { name: 'orders', verdict: 'denied', code: 'condition-expired' },
    { name: 'payroll', verdict: 'unknown', code: 'condition-needs-context' },
    { name: 'grafana', verdict: 'allowed', code: null },
    { name: 'wiki', verdict: 'allowed', code: null },
  ],
};

export const serviceAccountDenied: WhyReport = {
  ...denied,
  id: 'C0DE-55AA',
  who: {
    asked: 'serviceAccount:ci-deployer@acme-prod.iam.gserviceaccount.com',
    email: 'ci-deployer@acme-prod.iam.gserviceaccount.com',
    kind: 'serviceAccount',
  },
  cause: {
    code: 'no-grant',
    check: 'allow',
    text: 'Nothing gives this account access.',
    adminText: 'No binding from the service up to the organisation names this account.',
  },
  nearMiss: null,
  changes: [],
  fixes: [],
};
