/** What can be changed while the emulator runs: latency, page sizes, quotas, and the answers Google gives two ways. */

export interface Switches {
  /** Added to every answer, milliseconds. */
  latencyMs: number;
  /** No page is longer than this, whatever the request asks for; undefined: Google's own maxima. */
  pageCap: number | undefined;
  /** Whether the small per-minute quotas are enforced. */
  quotas: boolean;
  /** IAM v2 documents its list as metadata only; set to send the rules as well. */
  denyListHasRules: boolean;
  /** Looking up a group that does not exist: Google usually says 403, to some administrators 404. */
  missingGroupStatus: 403 | 404;
  /** A person of another customer in the Directory API. */
  foreignUserStatus: 403 | 404;
  /** Makes an identity token of its claims; unsigned unless somebody who can check signatures sets it. */
  signIdToken: (claims: Readonly<Record<string, unknown>>) => string;
}

/** A token with the right shape and a signature that nobody can check. */
function unsignedIdToken(claims: Readonly<Record<string, unknown>>): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256', kid: 'emulator', typ: 'JWT' })}.${part(claims)}.${part('unsigned')}`;
}

export function defaultSwitches(): Switches {
  return {
    latencyMs: 0,
    pageCap: undefined,
    quotas: false,
    denyListHasRules: false,
    missingGroupStatus: 403,
    foreignUserStatus: 403,
    signIdToken: unsignedIdToken,
  };
}
