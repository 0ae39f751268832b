/** What the bot says of acme.test when it may not see something: one question per code that means "cannot tell". */
import type { Fault } from '../google/http/faults.js';
import type { Caller } from '../google/model.js';

export interface BlindScenario {
  readonly code: string;
  readonly who: string;
  readonly where: string;
  /** The right that is taken from the bot. */
  readonly without?: Caller['denied'][number];
  /** What is wrong with Google. */
  readonly fault?: Fault;
  readonly about: string;
}

/** Each is `unknown` for the reason of its code, and Google mends each when the right is given or the fault is over. */
export const blindScenarios: readonly BlindScenario[] = [
  {
    code: 'groups-not-readable',
    who: 'noor@acme.test',
    where: 'dashboard',
    without: { permission: 'admin.groups.read' },
    about: 'whether she is in dash-users',
  },
  {
    code: 'directory-not-readable',
    who: 'bob@acme.test',
    where: 'batch',
    without: { permission: 'admin.users.read' },
    about: 'whether his account is suspended',
  },
  {
    code: 'policy-not-readable',
    who: 'noor@acme.test',
    where: 'dashboard',
    without: { permission: 'iap.webServices.getIamPolicy' },
    about: 'who is granted access there',
  },
  {
    code: 'deny-not-readable',
    who: 'bob@acme.test',
    where: 'batch',
    without: { permission: 'iam.denypolicies.*' },
    about: 'whether a deny policy covers him',
  },
  {
    code: 'boundary-not-readable',
    who: 'otto@acme.test',
    where: 'dashboard',
    without: { permission: 'iam.principalaccessboundarypolicies.*' },
    about: 'what the boundary that binds him takes in',
  },
  {
    code: 'role-not-readable',
    who: 'cleo@acme.test',
    where: 'grafana',
    without: { permission: 'iam.roles.get' },
    about: 'what the custom role holds',
  },
  {
    code: 'access-levels-not-readable',
    who: 'ira@acme.test',
    where: 'payroll',
    without: { permission: 'accesscontextmanager.*' },
    about: 'what the level in the condition asks for',
  },
  {
    code: 'condition-needs-context',
    who: 'tom@acme.test',
    where: 'payroll',
    about: 'what device he comes with',
  },
  {
    code: 'service-not-found',
    who: 'iris@acme.test',
    where: 'https://lunch.apps.acme.test',
    without: { permission: 'run.domainmappings.list' },
    about: 'which service answers at that address',
  },
  { code: 'subject-not-found', who: 'nobody@acme.test', where: 'edge', about: 'nobody is called that' },
  {
    code: 'api-unavailable',
    who: 'bob@acme.test',
    where: 'batch',
    fault: { api: 'iap', kind: 'server-error' },
    about: 'IAP answers 500',
  },
  {
    code: 'api-throttled',
    who: 'bob@acme.test',
    where: 'batch',
    fault: { path: /denypolicies/, kind: 'throttled', retryAfter: 60 },
    about: 'the small quota for deny policies is used up',
  },
  {
    code: 'deadline-exceeded',
    who: 'bob@acme.test',
    where: 'batch',
    fault: { api: 'iap', kind: 'hang' },
    about: 'IAP does not answer',
  },
  {
    code: 'logs-not-readable',
    who: 'noor@acme.test',
    where: 'dashboard',
    without: { permission: 'logging.*' },
    about: 'whether she had access before',
  },
];
