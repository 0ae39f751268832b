/** Access Context Manager v1: access policies of an organisation and their levels. */
import { invalidArgument, permissionDenied } from '../http/errors.js';
import { pageBody, pageOf } from '../http/page.js';
import { type Call, pathValue, type Route } from '../http/route.js';
import type { AccessLevelRecord, AccessPolicyRecord } from '../model.js';
import { etagOf } from './policy-json.js';

const api = 'accesscontextmanager';

function listPolicies(call: Call): unknown {
  const parent = call.query.get('parent') ?? '';
  if (!/^organizations\/[0-9]+$/.test(parent)) throw invalidArgument('The parent must be an organization.');
  call.rights.require('accesscontextmanager.policies.list', parent);
  const items = call.world.accessPolicies
    .filter((policy) => policy.parent === parent)
    .map(({ levels: _levels, ...policy }) => ({ ...policy, etag: etagOf(policy) }));
  return pageBody('accessPolicies', pageOf(call, items, { fallback: 100, max: 100 }));
}

function policyAsked(call: Call, permission: string): AccessPolicyRecord {
  const name = `accessPolicies/${pathValue(call, 'policy')}`;
  const policy = call.world.accessPolicies.find((candidate) => candidate.name === name);
  if (!policy) throw permissionDenied(permission, name);
  call.rights.require(permission, policy.parent, name);
  return policy;
}

function levelJson(level: AccessLevelRecord): unknown {
  const { name, title, basic, custom } = level;
  return { name, title, ...(basic ? { basic } : {}), ...(custom ? { custom } : {}) };
}

/** Levels as they were defined; the CEL form of basic levels is not emulated. */
function listLevels(call: Call): unknown {
  const policy = policyAsked(call, 'accesscontextmanager.accessLevels.list');
  return pageBody('accessLevels', pageOf(call, policy.levels.map(levelJson), { fallback: 100, max: 100 }));
}

function getLevel(call: Call): unknown {
  const policy = policyAsked(call, 'accesscontextmanager.accessLevels.get');
  const name = `${policy.name}/accessLevels/${pathValue(call, 'level')}`;
  const level = policy.levels.find((candidate) => candidate.name === name);
  if (!level) throw permissionDenied('accesscontextmanager.accessLevels.get', name);
  return levelJson(level);
}

const LEVELS = '/v1/accessPolicies/(?<policy>[^/]+)/accessLevels';

export const accessContextRoutes: readonly Route[] = [
  { api, method: 'GET', path: /^\/v1\/accessPolicies$/, handle: listPolicies },
  { api, method: 'GET', path: new RegExp(`^${LEVELS}$`), handle: listLevels },
  { api, method: 'GET', path: new RegExp(`^${LEVELS}/(?<level>[^/]+)$`), handle: getLevel },
];
