/** Turns a look that failed into the blind spot it leaves: what could not be seen, and the exact right that would cure it. */
import type { LookProblem } from '../google/ports.js';
import type { Missing, MissingCode } from '../policy/types.js';

/** What a look was for; decides the code and the cure. */
export type Topic =
  | 'iap-policy'
  | 'container-policy'
  | 'hierarchy'
  | 'groups'
  | 'directory'
  | 'deny'
  | 'boundary'
  | 'role'
  | 'levels'
  | 'tags'
  | 'service';

interface TopicText {
  readonly code: MissingCode;
  readonly what: (subject: string) => string;
  readonly needs: string;
}

/** Roles and privileges: `facts/iam-eval.md` §9.3. */
const topics: Record<Topic, TopicText> = {
  'iap-policy': {
    code: 'policy-not-readable',
    what: (s) => `the IAP access policy of ${s}`,
    needs:
      'roles/iam.securityReviewer on the organisation (permissions iap.web.getIamPolicy, iap.webTypes.getIamPolicy, iap.webServices.getIamPolicy)',
  },
  'container-policy': {
    code: 'policy-not-readable',
    what: (s) => `the allow policy of ${s}`,
    needs:
      'roles/iam.securityReviewer on the organisation (permissions resourcemanager.projects.getIamPolicy, resourcemanager.folders.getIamPolicy, resourcemanager.organizations.getIamPolicy)',
  },
  hierarchy: {
    code: 'policy-not-readable',
    what: (s) => `the folders and the organisation above ${s}`,
    needs:
      'roles/browser on the organisation (permissions resourcemanager.projects.get, resourcemanager.folders.get, resourcemanager.organizations.get)',
  },
  groups: {
    code: 'groups-not-readable',
    what: (s) => `the group memberships behind ${s}`,
    needs:
      'the Workspace admin role "Groups Reader" for the account I run as (admin.google.com, Account, Admin roles, Groups Reader, Assign service accounts)',
  },
  directory: {
    code: 'directory-not-readable',
    what: (s) => `the directory entry of ${s}`,
    needs:
      'a Workspace admin role with "Users: Read" for the account I run as (admin.google.com, Account, Admin roles)',
  },
  deny: {
    code: 'deny-not-readable',
    what: (s) => `the deny policies of ${s}`,
    needs:
      'roles/iam.denyReviewer on the organisation (permissions iam.denypolicies.list, iam.denypolicies.get)',
  },
  boundary: {
    code: 'boundary-not-readable',
    what: (s) => `the principal access boundary of ${s}`,
    needs:
      'roles/iam.principalAccessBoundaryViewer on the organisation, and a custom role with resourcemanager.organizations.searchPolicyBindings and iam.googleapis.com/workspacePools.searchPolicyBindings',
  },
  role: {
    code: 'role-not-readable',
    what: (s) => `the permissions of the custom role ${s}`,
    needs: 'roles/iam.roleViewer where the role is defined (permission iam.roles.get)',
  },
  levels: {
    code: 'access-levels-not-readable',
    what: (s) => `the access levels of ${s}`,
    needs:
      'roles/accesscontextmanager.policyReader on the organisation (permissions accesscontextmanager.policies.list, accesscontextmanager.accessLevels.list)',
  },
  tags: {
    code: 'condition-needs-context',
    what: (s) => `the tags of ${s}`,
    needs:
      'roles/resourcemanager.tagViewer on the organisation (permission resourcemanager.hierarchyNodes.listEffectiveTags)',
  },
  service: {
    code: 'service-not-found',
    what: (s) => `an IAP resource named ${s}`,
    needs:
      'the right resource name in the configuration (services[].resource), or roles/iap.viewer if it exists and is hidden',
  },
};

const because: Record<LookProblem['kind'], string> = {
  forbidden: 'Google answered 403: either it does not exist or I may not see it',
  'not-found': 'Google answered 404: it does not exist there',
  'api-disabled': 'the API is not enabled in the project I am billed to',
  edition: 'this customer\u2019s edition of Cloud Identity or Workspace does not answer that question',
  throttled: 'Google\u2019s quota for it is used up',
  deadline: 'Google had not answered when the time for this question was over',
  unavailable: 'Google could not be reached or failed',
  malformed: 'Google\u2019s answer could not be read',
  invalid: 'Google refused the question as malformed',
};

/** Why a look failed, as half a sentence. */
export function problemWords(problem: LookProblem): string {
  return because[problem.kind];
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
  const what = `I could not read ${entry.what(subject)}: ${because[problem.kind]}.`;
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
