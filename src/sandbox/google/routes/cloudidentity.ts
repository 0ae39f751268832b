/** Cloud Identity v1, groups themselves: lookup, get, list and search. */
import { invalidArgument } from '../http/errors.js';
import { pageBody, pageOf } from '../http/page.js';
import { type Call, pathValue, type Route } from '../http/route.js';
import { groupVisible } from '../model.js';
import { membershipRoutes } from './cloudidentity-memberships.js';
import { transitiveRoutes } from './cloudidentity-transitive.js';
import { groupJson, groupLabels, hiddenGroup, viewGroup } from './groups-json.js';

const api = 'cloudidentity';

function lookup(call: Call): unknown {
  const email = call.query.get('groupKey.id') ?? '';
  if (email === '') throw invalidArgument('Request contains an invalid argument.');
  return { name: `groups/${viewGroup(call, email).id}` };
}

function get(call: Call): unknown {
  return groupJson(viewGroup(call, `groups/${pathValue(call, 'group')}`));
}

/** The member restriction of a group, where there is one. */
function securitySettings(call: Call): unknown {
  const group = viewGroup(call, `groups/${pathValue(call, 'group')}`);
  const name = `groups/${group.id}/securitySettings`;
  if (group.restriction === undefined) return { name };
  return { name, memberRestriction: { query: group.restriction, evaluation: { state: 'COMPLIANT' } } };
}

function shorten(call: Call, group: Record<string, unknown>): unknown {
  if (call.query.get('view') === 'FULL') return group;
  const { name, groupKey, displayName, parent } = group;
  return { name, groupKey, displayName, parent };
}

function customerGroups(call: Call, parent: string, label: string | undefined): unknown[] {
  if (!call.rights.has('admin.groups.read') || !/^customers\/./.test(parent)) throw hiddenGroup(parent);
  const mine = parent === 'customers/my_customer';
  const customers = call.world.customers.filter((c) => c.visible && (mine || `customers/${c.id}` === parent));
  if (customers.length === 0) throw hiddenGroup(parent);
  return call.world.groups
    .filter((group) => groupVisible(call.world, group) && customers.some((c) => c.id === group.customerId))
    .filter((group) => label === undefined || label in groupLabels(group))
    .map((group) => shorten(call, groupJson(group)));
}

const pageRule = (call: Call): { fallback: number; max: number } =>
  call.query.get('view') === 'FULL' ? { fallback: 50, max: 500 } : { fallback: 200, max: 1000 };

function list(call: Call): unknown {
  const items = customerGroups(call, call.query.get('parent') ?? '', undefined);
  return pageBody('groups', pageOf(call, items, pageRule(call)));
}

/** `parent == 'customers/C0…' && 'label' in labels`. */
function search(call: Call): unknown {
  const query = call.query.get('query') ?? '';
  const parent = /parent\s*==\s*['"]([^'"]+)['"]/.exec(query)?.[1];
  const label = /['"]([^'"]+)['"]\s+in\s+labels/.exec(query)?.[1];
  if (parent === undefined || label === undefined)
    throw invalidArgument('Error(2007): The query must contain a parent and a label.');
  return pageBody('groups', pageOf(call, customerGroups(call, parent, label), pageRule(call)));
}

export const cloudIdentityRoutes: readonly Route[] = [
  { api, method: 'GET', path: /^\/v1\/groups:lookup$/, handle: lookup },
  { api, method: 'GET', path: /^\/v1\/groups:search$/, handle: search },
  { api, method: 'GET', path: /^\/v1\/groups$/, handle: list },
  { api, method: 'GET', path: /^\/v1\/groups\/(?<group>[^/:]+)$/, handle: get },
  {
    api,
    method: 'GET',
    path: /^\/v1\/groups\/(?<group>[^/:]+)\/securitySettings$/,
    handle: securitySettings,
  },
  ...membershipRoutes,
  ...transitiveRoutes,
];
