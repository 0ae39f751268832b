/** Whether a caller passes IAP at a place: the emulated Google's own evaluation, with the audit entry of the decision. */
import { logAuthorization } from '../google/change.js';
import { type AccessAnswer, decideAccess } from '../google/evaluate/decide.js';
import { levelsMet } from '../google/evaluate/levels.js';
import { chainOf, inGroup, type World } from '../google/model.js';
import type { Caller } from './credential.js';
import type { Place } from './places.js';

/** Where requests seem to come from: everybody at the sandbox's door has a loopback address. */
export interface Origin {
  readonly ip: string;
  readonly device?: Readonly<Record<string, unknown>>;
}

/** What is asked for, as conditions see it. */
export interface Asked {
  readonly host: string;
  readonly path: string;
  readonly userAgent: string | undefined;
  readonly clientId: string | undefined;
}

const PERMISSION = 'iap.webServiceVersions.accessViaIAP';
const LEVEL = /accessPolicies\/[^/"']+\/accessLevels\/[^"'\s]+/g;

function decide(
  world: World,
  place: Place,
  principal: string,
  asked: Asked,
  levels: readonly string[],
): AccessAnswer {
  const request = { host: asked.host, path: asked.path, levels };
  return decideAccess(world, { principal, resource: place.node, permission: PERMISSION, request });
}

/** Whether everybody passes without signing in: `allUsers` hold the role, and nothing denies it. */
export function isPublic(world: World, place: Place, asked: Asked): boolean {
  const { bindings, deny } = decide(world, place, 'nobody@nowhere.invalid', asked, []);
  return deny !== 'yes' && bindings.some(({ value, members }) => value === 'yes' && 'allUsers' in members);
}

function unsatisfied(world: World, place: Place, held: readonly string[]): string[] {
  const asked = chainOf(world, place.node).flatMap((node) =>
    (world.policies.get(node)?.bindings ?? []).flatMap(
      ({ condition }) => condition?.expression.match(LEVEL) ?? [],
    ),
  );
  return [...new Set(asked)].filter((level) => !held.includes(level));
}

/** Decides about a signed-in caller and writes it into the emulated log. Levels are those the origin meets. */
export function authorize(
  world: World,
  place: Place,
  caller: Caller,
  asked: Asked,
  origin: Origin,
): { readonly granted: boolean; readonly levels: readonly string[] } {
  const levels = levelsMet(world, origin);
  const granted = decide(world, place, caller.email, asked, levels).value === 'yes';
  const missing = unsatisfied(world, place, levels);
  logAuthorization(world, {
    resource: place.node,
    granted,
    email: caller.email,
    host: asked.host,
    path: asked.path,
    ip: origin.ip,
    levels,
    ...(origin.device === undefined ? {} : { deviceState: 'Normal' as const }),
    ...(asked.userAgent === undefined ? {} : { userAgent: `${asked.userAgent},gzip(gfe)` }),
    ...(missing.length > 0 ? { unsatisfiedLevels: missing } : {}),
    ...(asked.clientId === undefined ? {} : { oauthClientId: asked.clientId }),
  });
  return { granted, levels };
}

/**
 * Whether Cloud Run lets the caller invoke the service: IAP's service agent where IAP stands before it (Cloud Run, "IAP for
 * Cloud Run"), else anybody at all.
 */
export function mayInvoke(world: World, place: Place, through: 'iap' | 'nobody'): boolean {
  const { run } = place;
  if (!run || run.invokerIamDisabled) return true;
  const agent =
    through === 'iap'
      ? `service-${run.project}@gcp-sa-iap.iam.gserviceaccount.com`
      : 'nobody@nowhere.invalid';
  const policies = [run.policy, world.policies.get(`projects/${run.project}`)];
  return policies.some((policy) =>
    (policy?.bindings ?? []).some(
      ({ role, members }) =>
        role === 'roles/run.invoker' &&
        members.some(
          (member) =>
            member === 'allUsers' ||
            member === `serviceAccount:${agent}` ||
            (member.startsWith('group:') && inGroup(world, member.slice(6), agent)),
        ),
    ),
  );
}
