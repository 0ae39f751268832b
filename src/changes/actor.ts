/** Who acted, and with what: people and automation by their address, the tool by the user agent. Pure. */
import { formatAllowMember, type Principal } from '../names/index.js';

export type ActorKind = 'person' | 'automation' | 'unknown';

/** Pools of workloads are machines, pools of a workforce are people (IAM "Principal identifiers"). */
const WORKLOAD = /\/workloadIdentityPools\/|\.svc\.id\.goog\[/;
const MACHINE = /(?:\.gserviceaccount\.com|@system\.google\.com|@cloudservices\.[a-z.]+)$/i;

const plain = (member: string): string => member.replace(/^(?:user|serviceAccount):/, '').toLowerCase();

/** The members of the configuration whose changes are folded, ready for being asked about. */
export function automationOf(members: readonly Principal[]): (actor: string | undefined) => boolean {
  const known = new Set(members.map((member) => plain(formatAllowMember(member))));
  return (actor) => actor !== undefined && known.has(plain(actor));
}

/** Service accounts, Google's own agents and whoever is configured are automation; without a name nobody knows. */
export function actorKindOf(actor: string | undefined, isAutomation: (actor: string) => boolean): ActorKind {
  if (actor === undefined || actor === '') return 'unknown';
  if (isAutomation(actor) || MACHINE.test(actor) || WORKLOAD.test(actor)) return 'automation';
  return /@|^principal:/.test(actor) ? 'person' : 'unknown';
}

/** In this order: tools built on others name those too. */
const TOOLS: readonly (readonly [RegExp, string])[] = [
  [/terraform/i, 'terraform'],
  [/opentofu/i, 'opentofu'],
  [/pulumi/i, 'pulumi'],
  [/config-?connector|\bkcc\/|cnrm/i, 'config-connector'],
  [/deployment-?_?manager/i, 'deployment-manager'],
  [/crossplane/i, 'crossplane'],
  [/directory-?\s?sync|\bgcds\b|okta|onelogin|jumpcloud|azure|entra|scim/i, 'directory-sync'],
  [/gsutil/i, 'gsutil'],
  [/\bgam\b/i, 'gam'],
  [/gcloud|google-cloud-sdk/i, 'gcloud'],
  [/^mozilla\//i, 'console'],
  [
    /google-api-|google-cloud-|gl-(?:python|node|java|go|ruby|php|dotnet)|gax\/|grpc-|googleapis|google-auth/i,
    'client-library',
  ],
  [/^curl\//i, 'curl'],
];

/** The tool in a word; null when the user agent is missing or of nothing known. */
export function toolOf(userAgent: string | undefined): string | null {
  if (userAgent === undefined) return null;
  const short = userAgent.slice(0, 500);
  return TOOLS.find(([pattern]) => pattern.test(short))?.[1] ?? null;
}
