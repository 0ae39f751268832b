/** At which services a change could matter at all. Pure. */
import type { Listed } from '../../changes/fold.js';
import { roleGrants } from '../../policy/roles.js';
import type { ServiceView } from './judge.js';
import { addressOf, type Model } from './model.js';
import type { Names } from './names.js';

/** A group whose members, or whose place in other groups, reach a service's policies. */
function leads(group: string, service: ServiceView, { circles }: Model): boolean {
  if (service.mentioned.has(group)) return true;
  for (const above of circles.groupsOf(group)) if (service.mentioned.has(above)) return true;
  return false;
}

const IAP_AGENT = /^serviceAccount:service-\d+@gcp-sa-iap\.iam\.gserviceaccount\.com$/;
const RUN = /^projects\/([^/]+)\/locations\/([^/]+)\/services\/([^/]+)$/;

/** Whether the change is about IAP's own right to hand requests to Cloud Run: without it nobody gets through. */
export const isAgentGrant = ({ change }: Listed): boolean =>
  change.kind === 'iam-policy' &&
  change.deltas.some(({ member, role }) => IAP_AGENT.test(member) && role.startsWith('roles/run.'));

function policyTouches(
  { change, compared }: Listed,
  service: ServiceView,
  model: Model,
  names: Names,
): boolean {
  const [, project, region, name] = RUN.exec(change.resource) ?? [];
  if (project !== undefined && name !== undefined)
    return names.isBehind({ surface: 'run', project, region, name, id: undefined }, service.place);
  if (!service.nodes.includes(names.node(change.resource))) return false;
  if (!compared) return true;
  const { permission } = service;
  return change.deltas.some(
    ({ role }) => roleGrants(role, permission, (custom) => model.roles.get(custom)).truth !== 'false',
  );
}

/** Whether the change touches what decides at the service, in the model as it stands. */
export function touches(listed: Listed, service: ServiceView, model: Model, names: Names): boolean {
  const { change } = listed;
  const { touched } = change;
  switch (change.kind) {
    case 'iam-policy':
    case 'iap-policy':
      return policyTouches(listed, service, model, names);
    case 'group-membership':
      return (
        change.deltas.some(({ role }) => role === 'MEMBER') &&
        leads(addressOf(change.resource.replace(/^groups\//, '')), service, model)
      );
    default:
      break;
  }
  switch (touched?.what) {
    case 'deny':
      return service.containers.includes(names.node(touched.container));
    case 'boundary':
      return touched.container === '' || service.containers.includes(names.node(touched.container));
    case 'levels':
      return [...service.levels].some(
        (level) =>
          touched.names.includes(level) || (touched.all !== undefined && level.startsWith(`${touched.all}/`)),
      );
    case 'role':
      return service.nodes.some((node) => {
        const policy = model.policies.get(node);
        return policy?.known === true && policy.value.bindings.some(({ role }) => role === touched.name);
      });
    case 'switch':
      return names.isBehind(touched.backend, service.place);
    case 'settings':
      return (
        service.nodes.includes(names.node(touched.node)) ||
        service.containers.includes(names.node(touched.node))
      );
    case 'group':
      return leads(touched.group, service, model);
    case 'account':
      return true;
    case undefined:
      return false;
  }
}
