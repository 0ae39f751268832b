/** IAM v1: roles, predefined and custom, and service accounts. */
import { notFound, permissionDenied, rpcError } from '../http/errors.js';
import { type Call, pathValue, type Route } from '../http/route.js';
import { canonicalNode, findProject } from '../model.js';
import { etagOf } from './policy-json.js';

const api = 'iam';

/** A custom role is known under its parent as it was written: a project by number or by id. */
function getRole(call: Call): unknown {
  const name = pathValue(call, 'name');
  const [plural, parent, , id] = name.split('/');
  const custom = plural === 'projects' || plural === 'organizations';
  if (custom) {
    const node = canonicalNode(call.world, `${plural}/${parent}`);
    if (node === undefined) throw permissionDenied('iam.roles.get', name);
    call.rights.require('iam.roles.get', node, name);
  }
  const project = plural === 'projects' ? findProject(call.world, parent ?? '') : undefined;
  const spellings = project
    ? [`projects/${project.projectId}/roles/${id}`, `projects/${project.number}/roles/${id}`]
    : [name];
  const role = spellings
    .map((spelling) => call.world.roles.get(spelling))
    .find((found) => found !== undefined);
  if (!role) throw notFound(`The role named ${name} was not found.`);
  return {
    name: role.name,
    title: role.title,
    ...(role.includedPermissions.length > 0 ? { includedPermissions: role.includedPermissions } : {}),
    // ALPHA is the enum's zero value, which Google's JSON leaves out.
    ...(role.stage === 'ALPHA' ? {} : { stage: role.stage }),
    etag: etagOf(role),
    ...(role.deleted ? { deleted: true } : {}),
  };
}

function getServiceAccount(call: Call): unknown {
  const key = pathValue(call, 'account');
  const account = call.world.serviceAccounts.find((a) => a.email === key.toLowerCase() || a.uniqueId === key);
  const asked = pathValue(call, 'project');
  const inProject = asked === '-' || findProject(call.world, asked)?.projectId === account?.projectId;
  if (!account || !inProject) throw notFound(`Unknown service account`);
  const project = findProject(call.world, account.projectId);
  if (!project) throw rpcError(403, 'The caller does not have permission');
  const name = `projects/${account.projectId}/serviceAccounts/${account.email}`;
  call.rights.require('iam.serviceAccounts.get', `projects/${project.number}`, name);
  return {
    name,
    projectId: account.projectId,
    uniqueId: account.uniqueId,
    email: account.email,
    displayName: account.displayName,
    etag: etagOf(account),
    oauth2ClientId: account.uniqueId,
    ...(account.disabled ? { disabled: true } : {}),
  };
}

export const iamV1Routes: readonly Route[] = [
  {
    api,
    method: 'GET',
    path: /^\/v1\/(?<name>(?:(?:projects|organizations)\/[^/]+\/)?roles\/[^/:]+)$/,
    handle: getRole,
  },
  {
    api,
    method: 'GET',
    path: /^\/v1\/projects\/(?<project>[^/]+)\/serviceAccounts\/(?<account>[^/:]+)$/,
    handle: getServiceAccount,
  },
];
