/** Which roles carry the permissions that IAP checks, and what is wrong with those that do not. */
import { parseRole } from '../names/index.js';
import type { Known, Missing } from './types.js';

/** What a role was found to hold. */
export interface RoleView {
  readonly permissions: readonly string[];
  readonly deleted: boolean;
  /** `stage` is DISABLED: the role exists and grants nothing. */
  readonly disabled: boolean;
}

/** Looks a role up by the name in the binding; undefined when nobody looked. */
export type RoleLookup = (name: string) => Known<RoleView> | undefined;

export type RoleNo = 'role-lacks-permission' | 'wrong-permission-kind' | 'custom-role-lacks-permission';

export type RoleAnswer =
  | { readonly truth: 'true' }
  | {
      readonly truth: 'false';
      readonly code: RoleNo;
      /** Plain half-sentence for an administrator. */
      readonly detail: string;
      /**
       * How much whoever holds the role expects it to open the door: `strong` for those that people take for access
       * (Owner, IAP's own), `weak` for those that are near, `none` for everything else.
       */
      readonly expectation: 'strong' | 'weak' | 'none';
    }
  | { readonly truth: 'unknown'; readonly missing: Missing };

/**
 * The predefined roles that hold each access permission. Counted over all predefined roles (facts/iam-eval.md, fact 2):
 * Owner and Editor pass no web app, but Owner passes tunnels.
 */
const CARRIERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['iap.webServiceVersions.accessViaIAP', ['roles/iap.httpsResourceAccessor']],
  ['iap.tunnelInstances.accessViaIAP', ['roles/iap.tunnelResourceAccessor', 'roles/owner']],
  ['iap.tunnelDestGroups.accessViaIAP', ['roles/iap.tunnelResourceAccessor', 'roles/owner']],
]);

const ACCESS_ROLES = ['roles/iap.httpsResourceAccessor', 'roles/iap.tunnelResourceAccessor'];
const TAKEN_FOR_ACCESS = /^roles\/(?:owner|editor|iap\.\w+)$/;
const NEAR_ACCESS = /^roles\/(?:viewer|browser|run\.invoker|run\.admin|appengine\.\w+)$/;
/** How conditional bindings look when a policy is read at a version that cannot show conditions. */
const WITHOUT_CONDITION = /^(.+?)_withcond_[0-9a-f]+$/;

/**
 * Whether a role carries a permission. Predefined roles are known here; custom ones are looked up, and one that was
 * not found out about is `unknown`, never a no.
 */
export function roleGrants(name: string, permission: string, info: RoleLookup): RoleAnswer {
  const hidden = WITHOUT_CONDITION.exec(name)?.[1];
  if (hidden !== undefined) return hiddenCondition(name, roleGrants(hidden, permission, info));
  const carriers = CARRIERS.get(permission);
  const role = parseRole(name);
  const view = info(name);
  if (role?.kind === 'predefined' && carriers !== undefined) {
    const carries = carriers.includes(name) || (view?.known === true && holds(view.value, permission));
    return carries ? { truth: 'true' } : predefinedNo(name, permission);
  }
  if (view === undefined) return { truth: 'unknown', missing: unread(name) };
  if (!view.known) return { truth: 'unknown', missing: view.why };
  if (holds(view.value, permission)) return { truth: 'true' };
  return role?.kind === 'predefined'
    ? predefinedNo(name, permission)
    : { truth: 'false', code: 'custom-role-lacks-permission', ...customNo(name, permission, view.value) };
}

/** Every role whose content has to be looked up before a binding of it can be judged. */
export function needsLookup(name: string, permission: string): boolean {
  const role = parseRole(WITHOUT_CONDITION.exec(name)?.[1] ?? name);
  return role?.kind !== 'predefined' || !CARRIERS.has(permission);
}

function holds(view: RoleView, permission: string): boolean {
  return !view.deleted && !view.disabled && view.permissions.includes(permission);
}

function predefinedNo(name: string, permission: string): RoleAnswer {
  if (ACCESS_ROLES.includes(name)) {
    const kind = name.includes('tunnel') ? 'TCP tunnels, not web apps' : 'web apps, not TCP tunnels';
    return {
      truth: 'false',
      code: 'wrong-permission-kind',
      detail: `${name} opens ${kind}`,
      expectation: 'strong',
    };
  }
  const expectation = TAKEN_FOR_ACCESS.test(name) ? 'strong' : NEAR_ACCESS.test(name) ? 'weak' : 'none';
  return {
    truth: 'false',
    code: 'role-lacks-permission',
    detail: `${name} does not include ${permission}`,
    expectation,
  };
}

function customNo(name: string, permission: string, view: RoleView) {
  const emptied = view.deleted && view.permissions.length === 0;
  const meant = emptied || view.permissions.some((held) => held.startsWith('iap.')) || /iap/i.test(name);
  const expectation: 'strong' | 'weak' = meant ? 'strong' : 'weak';
  if (view.deleted) return { detail: `${name} was deleted and grants nothing`, expectation };
  if (view.disabled) return { detail: `${name} is disabled and grants nothing`, expectation };
  return { detail: `${name} does not include ${permission}`, expectation };
}

function unread(name: string): Missing {
  return {
    code: 'role-not-readable',
    what: 'What a role includes could not be seen.',
    needs: 'iam.roles.get, for example by roles/iam.roleViewer',
    subject: name,
  };
}

function hiddenCondition(name: string, base: RoleAnswer): RoleAnswer {
  if (base.truth === 'false') return base;
  return {
    truth: 'unknown',
    missing: {
      code: 'policy-not-readable',
      what: 'A policy was shown at an old version, without the condition of one of its bindings.',
      needs: 'the policy read with options.requestedPolicyVersion=3',
      subject: name,
    },
  };
}
