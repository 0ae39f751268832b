/** Commands, Terraform and console links that grant on one IAP resource, in the form that kind of resource needs. */
import { containerName, type IapResource, iapName, surfaceOf, type WebType } from '../names/index.js';
import type { FixContext } from './types.js';

/** Quotes for a POSIX shell: plain words stay plain. */
export function shell(text: string): string {
  return /^[A-Za-z0-9_.,:@/=+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A string as HCL writes it. `${` and `%{` would start a template. */
export function hcl(text: string): string {
  const escaped = text
    .replace(/[\\"]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('${', '$${')
    .replaceAll('%{', '%%{');
  return `"${escaped}"`;
}

const regionOf = (type: WebType): string | undefined => (type.kind === 'appengine' ? undefined : type.region);

const RESOURCE_TYPE: Record<WebType['kind'], string> = {
  compute: 'backend-services',
  forwarding_rule: 'forwarding-rule',
  cloud_run: 'cloud-run',
  appengine: 'app-engine',
};

/** Delimiters that gcloud may be told to use instead of a comma. */
const DELIMITERS = [':', ';', '|', '#', '~', '@', '%'];

/**
 * A condition as `--condition` takes it, or nothing where gcloud cannot be given it. A removal has to match in all three
 * parts, a title is required, and a comma in any part needs another delimiter (`gcloud topic escaping`).
 */
export function conditionFlag({
  expression,
  title,
  description,
}: FixContext['condition'] & object): string | undefined {
  if (title === undefined || title === '') return undefined;
  const parts = [`expression=${expression}`, `title=${title}`];
  if (description !== undefined && description !== '') parts.push(`description=${description}`);
  const text = parts.join('');
  if (!text.includes(',')) return parts.join(',');
  const other = DELIMITERS.find((one) => !text.includes(one));
  return other && `^${other}^${parts.join(other)}`;
}

/** Flags that name the resource for `gcloud iap web …` (Cloud SDK 528 help; `cloud-run` there only after `gcloud beta`). */
function webFlags(resource: IapResource): string[] {
  switch (resource.level) {
    case 'webType':
    case 'webService':
    case 'webVersion': {
      const region = regionOf(resource.type);
      return [
        `--resource-type=${RESOURCE_TYPE[resource.type.kind]}`,
        ...(resource.level === 'webType' ? [] : [`--service=${shell(resource.service)}`]),
        ...(resource.level === 'webVersion' ? [`--version=${shell(resource.version)}`] : []),
        ...(region === undefined ? [] : [`--region=${region}`]),
      ];
    }
    default:
      return [];
  }
}

/**
 * The gcloud command that changes one member of a role on the resource. Nothing for tunnel instances and zones:
 * gcloud has no command for their policy.
 */
export function gcloudBinding(
  verb: 'add' | 'remove',
  resource: IapResource,
  member: string,
  role: string,
  condition: string | undefined = undefined,
): string | null {
  const who = [`--member=${shell(member)}`, `--role=${shell(role)}`];
  const project = `--project=${shell(resource.project.id)}`;
  const when = condition === undefined ? [] : [`--condition=${shell(condition)}`];
  if (surfaceOf(resource) === 'web') {
    return [
      `gcloud iap web ${verb}-iam-policy-binding`,
      ...webFlags(resource),
      ...who,
      ...when,
      project,
    ].join(' ');
  }
  if (resource.level === 'tunnelDestGroup') {
    const flags = [`--dest-group=${shell(resource.group)}`, `--region=${resource.region}`];
    return [`gcloud iap tcp dest-groups ${verb}-iam-policy-binding`, ...flags, ...who, ...when, project].join(
      ' ',
    );
  }
  if (resource.level === 'tunnel') {
    return [`gcloud projects ${verb}-iam-policy-binding ${shell(resource.project.id)}`, ...who, ...when].join(
      ' ',
    );
  }
  return null;
}

/** The same on a project, a folder or the organisation. */
export function gcloudContainerBinding(
  verb: 'add' | 'remove',
  node: string,
  member: string,
  role: string,
  condition: string,
): string | null {
  const [plural = '', id = ''] = node.split('/');
  const group = { projects: 'projects', folders: 'resource-manager folders', organizations: 'organizations' };
  const path = plural in group ? group[plural as keyof typeof group] : undefined;
  return path === undefined
    ? null
    : `gcloud ${path} ${verb}-iam-policy-binding ${shell(id)} --member=${shell(member)} --role=${shell(role)} --condition=${shell(condition)}`;
}

/** The gcloud command that reads or sets IAP settings on the resource (`gcloud iap settings` reference). */
export function gcloudSettings(verb: string, resource: IapResource): string {
  const flags = webFlags(resource);
  const where = flags.length > 0 ? flags : ['--resource-type=iap_web'];
  return [`gcloud iap settings ${verb}`, `--project=${shell(resource.project.id)}`, ...where].join(' ');
}

interface TerraformForm {
  readonly type: string;
  readonly args: readonly (readonly [string, string])[];
}

/** Terraform's resource for the node, by the google provider's documentation. Some regional type nodes have none. */
function terraformForm(resource: IapResource): TerraformForm | undefined {
  switch (resource.level) {
    case 'web':
      return { type: 'google_iap_web_iam_member', args: [] };
    case 'webType':
      if (resource.type.kind === 'compute' && resource.type.region === undefined)
        return { type: 'google_iap_web_type_compute_iam_member', args: [] };
      if (resource.type.kind === 'appengine')
        return { type: 'google_iap_web_type_app_engine_iam_member', args: [['app_id', resource.type.app]] };
      return undefined;
    case 'webService':
      return serviceForm(resource.type, resource.service);
    case 'webVersion':
      return resource.type.kind === 'appengine'
        ? {
            type: 'google_iap_app_engine_version_iam_member',
            args: [
              ['app_id', resource.type.app],
              ['service', resource.service],
              ['version_id', resource.version],
            ],
          }
        : undefined;
    case 'tunnel':
      return { type: 'google_iap_tunnel_iam_member', args: [] };
    case 'tunnelInstance':
      return {
        type: 'google_iap_tunnel_instance_iam_member',
        args: [
          ['zone', resource.zone],
          ['instance', resource.instance],
        ],
      };
    case 'tunnelDestGroup':
      return {
        type: 'google_iap_tunnel_dest_group_iam_member',
        args: [
          ['region', resource.region],
          ['dest_group', resource.group],
        ],
      };
    case 'tunnelZone':
    case 'tunnelLocation':
      return undefined;
  }
}

function serviceForm(type: WebType, service: string): TerraformForm {
  switch (type.kind) {
    case 'compute':
      return type.region === undefined
        ? { type: 'google_iap_web_backend_service_iam_member', args: [['web_backend_service', service]] }
        : {
            type: 'google_iap_web_region_backend_service_iam_member',
            args: [
              ['region', type.region],
              ['web_region_backend_service', service],
            ],
          };
    case 'forwarding_rule':
      return type.region === undefined
        ? {
            type: 'google_iap_web_forwarding_rule_service_iam_member',
            args: [['forwarding_rule_service_name', service]],
          }
        : {
            type: 'google_iap_web_region_forwarding_rule_service_iam_member',
            args: [
              ['region', type.region],
              ['forwarding_rule_region_service_name', service],
            ],
          };
    case 'cloud_run':
      return {
        type: 'google_iap_web_cloud_run_service_iam_member',
        args: [
          ['location', type.region],
          ['cloud_run_service_name', service],
        ],
      };
    case 'appengine':
      return {
        type: 'google_iap_app_engine_service_iam_member',
        args: [
          ['app_id', type.app],
          ['service', service],
        ],
      };
  }
}

/** A name Terraform accepts, made of the place and the member. */
const label = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 60) || 'access';

/** A Terraform block that adds one member, or nothing where the provider has no such resource. */
export function terraformBinding(resource: IapResource, member: string, role: string): string | null {
  const form = terraformForm(resource);
  if (!form) return null;
  const args: (readonly [string, string])[] = [
    ['project', resource.project.id],
    ...form.args,
    ['role', role],
    ['member', member],
  ];
  const width = Math.max(...args.map(([name]) => name.length));
  const lines = args.map(([name, value]) => `  ${name.padEnd(width)} = ${hcl(value)}`);
  return [`resource ${hcl(form.type)} ${hcl(label(member))} {`, ...lines, '}'].join('\n');
}

/** The IAP page of the project in the console. */
export function iapConsole(resource: IapResource): string {
  return `https://console.cloud.google.com/security/iap?project=${encodeURIComponent(resource.project.id)}`;
}

/** The IAM page of a container in the console. */
export function iamConsole(node: string): string {
  const [plural, id] = node.split('/');
  const key = plural === 'folders' ? 'folder' : plural === 'organizations' ? 'organizationId' : 'project';
  return `https://console.cloud.google.com/iam-admin/iam?${key}=${encodeURIComponent(id ?? '')}`;
}

export const groupsConsole = 'https://admin.google.com/ac/groups';
export const usersConsole = 'https://admin.google.com/ac/users';

/** How much more than one person on one service a change on this node grants. */
export function overgrantOf(node: string, resource: IapResource): 0 | 1 | 2 | 3 | 4 {
  if (node === iapName(resource)) return 0;
  if (node.includes('/iap_')) return 1;
  if (node.startsWith('folders/')) return 3;
  if (node.startsWith('organizations/')) return 4;
  return node === containerName(resource.project) || node.startsWith('projects/') ? 2 : 4;
}
