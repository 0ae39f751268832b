/** Turns a look that failed into the blind spot it leaves: what could not be seen, and the exact right that would cure it. */
import { cureFor, roleFor } from '../google/permissions.js';
import type { LookProblem } from '../google/ports.js';
import type { Missing, MissingCode } from '../policy/types.js';

/** What a look was for; decides the code and the cure. */
export type Topic =
  | 'iap-policy'
  | 'container-policy'
  | 'hierarchy'
  | 'groups'
  | 'directory'
  | 'service-account'
  | 'deny'
  | 'boundary'
  | 'role'
  | 'levels'
  | 'tags'
  | 'service'
  | 'iap-settings'
  | 'backend'
  | 'endpoint-group'
  | 'run-service'
  | 'run-policy'
  | 'application'
  | 'org-policy'
  | 'lent-access'
  | 'logs';

interface TopicText {
  readonly code: MissingCode;
  readonly what: (subject: string) => string;
  readonly needs: string;
}

const topics: Record<Topic, TopicText> = {
  'iap-policy': {
    code: 'policy-not-readable',
    what: (s) => `the IAP access policy of ${s}`,
    needs: cureFor('iap-policies'),
  },
  'container-policy': {
    code: 'policy-not-readable',
    what: (s) => `the allow policy of ${s}`,
    needs: cureFor('allow-policies'),
  },
  hierarchy: {
    code: 'policy-not-readable',
    what: (s) => `the folders and the organisation above ${s}`,
    needs: cureFor('hierarchy'),
  },
  groups: {
    code: 'groups-not-readable',
    what: (s) => `the group memberships behind ${s}`,
    needs: cureFor('groups'),
  },
  directory: {
    code: 'directory-not-readable',
    what: (s) => `the directory entry of ${s}`,
    needs: cureFor('directory'),
  },
  'service-account': {
    code: 'directory-not-readable',
    what: (s) => `the service account ${s} itself`,
    needs: cureFor('service-accounts'),
  },
  deny: {
    code: 'deny-not-readable',
    what: (s) => `the deny policies of ${s}`,
    needs: cureFor('deny'),
  },
  boundary: {
    code: 'boundary-not-readable',
    what: (s) => `the principal access boundary of ${s}`,
    needs: `${cureFor('boundaries')}, and ${cureFor('boundary-bindings')}`,
  },
  role: {
    code: 'role-not-readable',
    what: (s) => `the permissions of the custom role ${s}`,
    needs: cureFor('roles'),
  },
  levels: {
    code: 'access-levels-not-readable',
    what: (s) => `the access levels of ${s}`,
    needs: cureFor('access-levels'),
  },
  tags: {
    code: 'condition-needs-context',
    what: (s) => `the tags of ${s}`,
    needs: cureFor('tags'),
  },
  service: {
    code: 'service-not-found',
    what: (s) => `an IAP resource named ${s}`,
    needs: `the right resource name in the configuration (services[].resource), or ${roleFor('iap-settings')} if it exists and is hidden`,
  },
  'iap-settings': {
    code: 'policy-not-readable',
    what: (s) => `the IAP settings of ${s}`,
    needs: cureFor('iap-settings'),
  },
  backend: {
    code: 'policy-not-readable',
    what: (s) => `the backend service ${s}, where IAP is switched on and off`,
    needs: cureFor('load-balancers'),
  },
  'endpoint-group': {
    code: 'policy-not-readable',
    what: (s) => `what stands behind the load balancer of ${s}`,
    needs: cureFor('load-balancers'),
  },
  'run-service': {
    code: 'policy-not-readable',
    what: (s) => `the Cloud Run service ${s}`,
    needs: cureFor('cloud-run'),
  },
  'run-policy': {
    code: 'policy-not-readable',
    what: (s) => `who may invoke the Cloud Run service ${s}`,
    needs: cureFor('cloud-run'),
  },
  application: {
    code: 'policy-not-readable',
    what: (s) => `the App Engine application ${s}, where IAP is switched on and off`,
    needs: cureFor('app-engine'),
  },
  'org-policy': {
    code: 'policy-not-readable',
    what: (s) => `the organisation policies in force on ${s}`,
    needs: cureFor('org-policies'),
  },
  'lent-access': {
    code: 'policy-not-readable',
    what: (s) => `the requests for temporary access to ${s} (Privileged Access Manager)`,
    needs: cureFor('lent-access'),
  },
  logs: {
    code: 'logs-not-readable',
    what: (s) => `IAP\u2019s decisions in the logs of ${s}`,
    needs: cureFor('data-access-logs'),
  },
};

const because: Record<LookProblem['kind'], string> = {
  forbidden: 'Google answered 403: either it does not exist or I may not see it',
  'not-found': 'Google answered 404, as if it did not exist',
  'api-disabled': 'the API is not enabled in the project I am billed to',
  edition: 'this customer\u2019s edition of Cloud Identity or Workspace does not answer that question',
  throttled: 'Google\u2019s quota for it is used up',
  deadline: 'Google had not answered when the time for this question was over',
  unavailable: 'Google could not be reached or failed',
  malformed: 'Google\u2019s answer could not be read',
  invalid: 'Google refused the question as malformed',
  'not-held': 'the file I answer from does not hold it',
};

/**
 * Whether nobody serves such a method there: a front end's 404, 405 or 501 in no API's own form. The API's own 404 is
 * another matter: for a list of a project that exists, or for a thing that something else points to, it contradicts
 * what is known, and then it is a look that failed.
 */
export function notServed({ kind, status }: LookProblem): boolean {
  return kind !== 'not-found' && [404, 405, 501].includes(status ?? 0);
}

/** Whether a failed look says that there is nothing of the kind there. Only for a thing that nothing else speaks of. */
export function nothingThere(problem: LookProblem): boolean {
  return problem.kind === 'not-found' || notServed(problem);
}

/** Why a look failed, as half a sentence. */
export function problemWords({ kind, page, status }: LookProblem): string {
  if (page !== true) return because[kind];
  return `a web page came back instead of an answer of Google\u2019s${status === undefined ? '' : ` (HTTP ${status})`}, perhaps from a proxy on the way`;
}

/** Why an older copy is used, in words that fit after a colon: `Google answers 503 now`. */
export function nowWords({ kind, status }: LookProblem): string {
  if (kind === 'throttled') return 'Google\u2019s quota is used up now';
  if (kind === 'deadline') return 'Google has not answered in time';
  if (status !== undefined && status >= 400) return `Google answers ${status} now`;
  return kind === 'malformed' ? 'Google\u2019s answer cannot be read now' : 'Google cannot be reached now';
}

function passing(kind: LookProblem['kind']): { code: MissingCode; needs: string } | undefined {
  switch (kind) {
    case 'throttled':
      return {
        code: 'api-throttled',
        needs: 'waiting a minute and asking again, or a higher quota for that API',
      };
    case 'deadline':
      return { code: 'deadline-exceeded', needs: 'asking again, or a longer --timeout' };
    case 'unavailable':
    case 'malformed':
      return { code: 'api-unavailable', needs: 'asking again in a moment' };
    case 'not-held':
      return { code: 'api-unavailable', needs: 'asking Google itself: the same question without the file' };
    case 'forbidden':
    case 'not-found':
    case 'api-disabled':
    case 'edition':
    case 'invalid':
      return undefined;
  }
}

/**
 * The blind spot a failed look leaves. Passing trouble gets its own code (`api-throttled`, `deadline-exceeded`,
 * `api-unavailable`) and keeps what could not be seen in `topic`; refusals get the topic's code and the missing right.
 */
export function missingFrom(problem: LookProblem, topic: Topic, subject: string): Missing {
  const entry = topics[topic];
  const temporary = passing(problem.kind);
  const what = `I could not read ${entry.what(subject)}: ${problemWords(problem)}.`;
  if (temporary) return { code: temporary.code, what, needs: temporary.needs, subject, topic: entry.code };
  const needs =
    problem.kind === 'api-disabled'
      ? `enabling ${problem.api}.googleapis.com, and ${entry.needs}`
      : entry.needs;
  return { code: entry.code, what, needs, subject };
}

/** A blind spot that no failed look stands behind. */
export function missing(topic: Topic, subject: string, what: string): Missing {
  const entry = topics[topic];
  return { code: entry.code, what, needs: entry.needs, subject };
}
