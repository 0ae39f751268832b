/** Identity-Aware Proxy v1: the policy and the settings of one node. */
import { permissionDenied, rpcError } from '../http/errors.js';
import { type Call, pathValue, type Route } from '../http/route.js';
import { canonicalNode } from '../model.js';
import { policyJson, requestedVersion } from './policy-json.js';

const api = 'iap';

/** Which kind of node a canonical name is, in the words of its permissions (IAP "Managing access"). */
function permissionKind(node: string): string {
  const [plural = '', , root, place, ...rest] = node.split('/');
  if (root === undefined) return plural;
  if (root === 'iap_tunnel') {
    if (place === undefined) return 'tunnel';
    const zonal = place === 'zones';
    if (rest.length === 1) return zonal ? 'tunnelZones' : 'tunnelLocations';
    return zonal ? 'tunnelInstances' : 'tunnelDestGroups';
  }
  if (place === undefined) return 'web';
  if (rest.length === 0) return 'webTypes';
  return rest.length === 2 ? 'webServices' : 'webServiceVersions';
}

function iapNode(call: Call, verb: string): string {
  const name = pathValue(call, 'name');
  const node = canonicalNode(call.world, name);
  if (node === undefined) throw permissionDenied(`iap.webServices.${verb}`, name);
  call.rights.require(`iap.${permissionKind(node)}.${verb}`, node, name);
  return node;
}

function getIamPolicy(call: Call): unknown {
  const node = iapNode(call, 'getIamPolicy');
  return policyJson(call.world.policies.get(node), requestedVersion(call.body));
}

function getSettings(call: Call): unknown {
  const name = pathValue(call, 'name');
  if (name.split('/')[2] === 'iap_tunnel') throw rpcError(400, 'Request contains an invalid argument.');
  const node = iapNode(call, 'getSettings');
  return { name: node, ...call.world.iapSettings.get(node) };
}

const NODE = '(?<name>projects/[^/]+/iap_(?:web|tunnel)(?:/[^:]+)?)';

export const iapRoutes: readonly Route[] = [
  { api, method: 'POST', path: new RegExp(`^/v1/${NODE}:getIamPolicy$`), handle: getIamPolicy },
  { api, method: 'GET', path: new RegExp(`^/v1/${NODE}:iapSettings$`), handle: getSettings },
  {
    api,
    method: 'GET',
    path: /^\/v1\/(?<name>(?:projects|folders|organizations)\/[^/:]+):iapSettings$/,
    handle: getSettings,
  },
];
