/** Privileged Access Manager v1: the entitlements of a container, and the grants that were asked for under one. */
import { notFound, permissionDenied } from '../http/errors.js';
import { pageBody, pageOf } from '../http/page.js';
import { type Call, pathValue, type Route } from '../http/route.js';
import { canonicalNode, type EntitlementRecord, type PrivilegedGrantRecord } from '../model.js';
import { etagOf } from './policy-json.js';

const api = 'privilegedaccessmanager';
const RULE = { fallback: 50, max: 1000 };

function parentNode(call: Call, permission: string): string {
  const parent = pathValue(call, 'parent');
  const node = canonicalNode(call.world, parent);
  if (node === undefined) throw permissionDenied(permission, `${parent}/locations/global`);
  call.rights.require(permission, node, `${parent}/locations/global`);
  return node;
}

function entitlementJson(entitlement: EntitlementRecord): unknown {
  const approvals = [{ approvers: [{ principals: entitlement.approvers }], approvalsNeeded: 1 }];
  return {
    name: entitlement.name,
    createTime: entitlement.createdAt,
    updateTime: entitlement.createdAt,
    eligibleUsers: [{ principals: entitlement.eligible }],
    ...(entitlement.approvers.length > 0
      ? { approvalWorkflow: { manualApprovals: { steps: approvals } } }
      : {}),
    privilegedAccess: entitlement.access,
    maxRequestDuration: entitlement.maxDuration,
    state: 'AVAILABLE',
    requesterJustificationConfig: { unstructured: {} },
    etag: etagOf(entitlement),
  };
}

function grantJson(entitlement: EntitlementRecord, grant: PrivilegedGrantRecord): unknown {
  const { grantedAt, removedAt } = grant;
  return {
    name: grant.name,
    createTime: grant.createdAt,
    updateTime: removedAt ?? grantedAt ?? grant.createdAt,
    requester: grant.requester,
    requestedDuration: grant.requestedDuration,
    justification: { unstructuredJustification: 'on call' },
    state: grant.state,
    timeline: { events: [{ eventTime: grant.createdAt, requested: {} }] },
    privilegedAccess: entitlement.access,
    ...(grantedAt === undefined
      ? {}
      : {
          auditTrail: {
            accessGrantTime: grantedAt,
            ...(removedAt === undefined ? {} : { accessRemoveTime: removedAt }),
          },
        }),
  };
}

function listEntitlements(call: Call): unknown {
  const node = parentNode(call, 'privilegedaccessmanager.entitlements.list');
  const items = call.world.entitlements
    .filter(({ name }) => name.startsWith(`${node}/locations/global/`))
    .map(entitlementJson);
  return pageBody('entitlements', pageOf(call, items, RULE));
}

function listGrants(call: Call): unknown {
  const node = parentNode(call, 'privilegedaccessmanager.grants.list');
  const name = `${node}/locations/global/entitlements/${pathValue(call, 'id')}`;
  const entitlement = call.world.entitlements.find((candidate) => candidate.name === name);
  if (!entitlement) throw notFound();
  const items = call.world.privilegedGrants
    .filter((grant) => grant.name.startsWith(`${name}/grants/`))
    .map((grant) => grantJson(entitlement, grant));
  return pageBody('grants', pageOf(call, items, RULE));
}

const ENTITLEMENTS = '/v1/(?<parent>(?:projects|folders|organizations)/[^/]+)/locations/global/entitlements';

export const privilegedAccessRoutes: readonly Route[] = [
  { api, method: 'GET', path: new RegExp(`^${ENTITLEMENTS}$`), handle: listEntitlements },
  { api, method: 'GET', path: new RegExp(`^${ENTITLEMENTS}/(?<id>[^/:]+)/grants$`), handle: listGrants },
];
