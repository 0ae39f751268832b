/** Permissions as deny policies write them, and whether a pattern covers the one that IAP checks. */
import type { Ternary } from './kleene.js';

/** `iap.webServiceVersions.accessViaIAP` as `iap.googleapis.com/webServiceVersions.accessViaIAP` (IAM v2). */
export function denyPermission(permission: string): string {
  const dot = permission.indexOf('.');
  return `${permission.slice(0, dot)}.googleapis.com/${permission.slice(dot + 1)}`;
}

interface Parts {
  readonly host: string;
  readonly resource: string;
  readonly verb: string;
}

function parts(permission: string): Parts | undefined {
  const match = /^([^/]+)\/([^/]+)\.([^/.]+)$/.exec(permission);
  const [, host, resource, verb] = match ?? [];
  return host !== undefined && resource !== undefined && verb !== undefined
    ? { host, resource, verb }
    : undefined;
}

const fits = (pattern: string, value: string): boolean => pattern === '*' || pattern === value;

function covers(pattern: Parts, target: Parts): boolean {
  return (
    pattern.host === target.host && fits(pattern.resource, target.resource) && fits(pattern.verb, target.verb)
  );
}

/**
 * Undoes what Google's own pages do to the names: the service repeated before the resource, a doubled plural, the v1
 * form, other capitals, a lone `*` (facts/iam-eval.md §1.3).
 */
function plain(permission: string): string {
  const lower = permission.trim().toLowerCase();
  const v2 = /^[a-z0-9.]+\//.test(lower) ? lower : lower.replace(/^([a-z]+)\./, '$1.googleapis.com/');
  return v2
    .replace(/^([a-z]+)(\.googleapis\.com)\/\1\./, '$1$2/')
    .replace('webservicesversions', 'webserviceversions')
    .replace(/\/\*$/, '/*.*');
}

/**
 * Whether a permission of a deny rule means `target` (v2 form). `FQDN/RESOURCE.*`, `FQDN/*.*` and `FQDN/*.VERB` are
 * Google's wildcards (IAM "Deny policies"). A spelling that would match if it were written properly is `unknown`:
 * Google prints such spellings itself, and what it makes of them is not known.
 */
export function permissionMatches(pattern: string, target: string): Ternary {
  const wanted = parts(target);
  if (wanted === undefined) return pattern === target ? 'true' : 'false';
  const written = parts(pattern);
  if (written && covers(written, wanted)) return 'true';
  const likely = parts(plain(pattern));
  const lowered = parts(target.toLowerCase());
  return likely && lowered && covers(likely, lowered) ? 'unknown' : 'false';
}

/** Real permissions to pass IAP, none of which is a misspelling of another. */
const ACCESS = [
  'iap.googleapis.com/webServiceVersions.accessViaIAP',
  'iap.googleapis.com/tunnelInstances.accessViaIAP',
  'iap.googleapis.com/tunnelDestGroups.accessViaIAP',
];

/**
 * Whether a pattern that does not match looks meant for `target`: it is about passing IAP on the same surface, web or
 * tunnel, and names a resource that IAP does not check (`webServices.accessViaIAP`).
 */
export function looksMeant(pattern: string, target: string): boolean {
  const wanted = parts(target);
  const written = parts(plain(pattern));
  if (!wanted || !written || written.verb !== wanted.verb.toLowerCase()) return false;
  if (ACCESS.some((real) => covers(written, parts(real.toLowerCase()) ?? wanted))) return false;
  const surface = wanted.resource.startsWith('tunnel') ? 'tunnel' : 'web';
  return written.resource.startsWith(surface) || fits(written.resource, wanted.resource.toLowerCase());
}
