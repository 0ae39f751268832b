/** The "cannot tell" codes: what a verdict of `unknown` may name. */

export const missingCodes: readonly string[] = [
  'groups-not-readable',
  'directory-not-readable',
  'policy-not-readable',
  'deny-not-readable',
  'boundary-not-readable',
  'role-not-readable',
  'access-levels-not-readable',
  'condition-needs-context',
  'service-not-found',
  'subject-not-found',
  'api-unavailable',
  'api-throttled',
  'deadline-exceeded',
];
