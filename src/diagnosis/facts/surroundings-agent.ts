/** Facts about IAP's own service agent: whether Cloud Run lets it through to the service behind the place. */
import { type Email, isNumeric, parseAllowMember, parseEmail } from '../../names/index.js';
import { type RoleLookup, roleGrants } from '../../policy/roles.js';
import type { AllowPolicy, Binding, Known, Missing } from '../../policy/types.js';
import type { Fact, Scope } from '../engine.js';
import { missing, missingFrom, nothingThere, notServed } from '../missing.js';
import { evaluationTime, type PlaceQuestion } from '../question.js';
import type { EvidenceItem } from '../report.js';
import { organizationFact, ownCustomerFact, placeHierarchy } from './hierarchy.js';
import type { Looks } from './looks.js';
import { membershipFacts } from './membership.js';
import { chainNodes } from './policies.js';
import { roleFact } from './roles.js';
import { switchFact } from './surroundings-switch.js';

export interface AgentAccess {
  readonly truth: 'yes' | 'no' | 'unknown';
  /** `service-NUMBER@gcp-sa-iap.iam.gserviceaccount.com`; undefined where the project's number is not known. */
  readonly agent: string | undefined;
  readonly evidence: readonly EvidenceItem[];
  readonly missing: Missing | undefined;
  /** The service's own policy was read and does not let the agent in; only what is unread above it could. */
  readonly seenNone: boolean;
  /**
   * A look failed that would have told. A 404 is none where the service itself was not seen either: then there is
   * nothing to refuse anybody.
   */
  readonly failed: boolean;
}

const INVOKE = 'run.routes.invoke';
/** Roles known to carry it (Cloud Run IAM roles; the basic ones by the role data set). Others are looked up. */
const CARRIERS = [
  'roles/run.invoker',
  'roles/run.servicesInvoker',
  'roles/run.admin',
  'roles/owner',
  'roles/editor',
];

/** How a member stands to the agent. Pure. */
export function standsFor(raw: string, agent: string): 'yes' | 'no' | 'group' | 'unknown' {
  const principal = parseAllowMember(raw);
  switch (principal.kind) {
    case 'allUsers':
    case 'allAuthenticatedUsers':
      return 'yes';
    case 'serviceAccount':
      return principal.email === agent ? 'yes' : 'no';
    case 'group':
      return 'group';
    case 'accountsOf':
    case 'unrecognised':
      return 'unknown';
    default:
      return 'no';
  }
}

/**
 * May IAP's service agent invoke the place's Cloud Run service, by the service's own policy or by what is inherited
 * (Cloud Run "Configure IAP": after its own check IAP calls the service as its service agent)? `no` only where every
 * policy was read and no binding can mean it.
 */
export function agentAccessFact(looks: Looks, question: PlaceQuestion): Fact<AgentAccess | undefined> {
  return {
    key: 'service agent at cloud run',
    read: async (scope) => {
      const { resource } = question.place;
      if (resource.level !== 'webService' || resource.type.kind !== 'cloud_run') return undefined;
      const { project, service, type } = resource;
      scope.start(looks.runPolicy(project, type.region, service));
      const [{ projectNames }, nodeFacts, own, { run }] = await Promise.all([
        scope.get(placeHierarchy(looks, question)),
        scope.get(chainNodes(looks, question)),
        scope.get(looks.runPolicy(project, type.region, service)),
        scope.get(switchFact(looks, question)),
      ]);
      const evidence = [own.evidence];
      const number = projectNames.find((name) => isNumeric(name))?.id;
      const agent = number === undefined ? undefined : `service-${number}@gcp-sa-iap.iam.gserviceaccount.com`;
      const email = agent === undefined ? undefined : parseEmail(agent);
      if (agent === undefined || email === undefined) {
        const why = missing(
          'hierarchy',
          project.id,
          `I do not know the number of the project ${project.id}.`,
        );
        return { truth: 'unknown', agent: undefined, evidence, missing: why, seenNone: false, failed: true };
      }
      const nodes = await Promise.all(nodeFacts.map((fact) => scope.get(fact)));
      const inherited = nodes
        .filter(({ node }) => !node.name.includes('/iap_'))
        .map(({ node }) => node.policy);
      const ownPolicy: Known<AllowPolicy> = own.look.ok
        ? { known: true, value: own.look.value }
        : { known: false, why: missingFrom(own.look.problem, 'run-policy', service) };
      const policies = [ownPolicy, ...inherited];
      const bindings = policies.flatMap((policy) => (policy.known ? policy.value.bindings : []));
      const doubts: Missing[] = [];
      const direct = await Promise.all(bindings.map((each) => directly(scope, looks, each, agent, doubts)));
      const seenNone = own.look.ok && !direct.includes('unknown');
      const failed = own.look.ok || !(run ? notServed : nothingThere)(own.look.problem);
      if (direct.includes('yes'))
        return { truth: 'yes', agent, evidence, missing: undefined, seenNone, failed: false };
      const unread = policies.flatMap((policy) => (policy.known ? [] : [policy.why]))[0];
      if (unread) return { truth: 'unknown', agent, evidence, missing: unread, seenNone, failed };
      const grouped = await Promise.all(
        bindings.map((each) => byGroup(scope, looks, question, each, email, doubts)),
      );
      const answers = [...direct, ...grouped];
      const truth = answers.includes('yes') ? 'yes' : answers.includes('unknown') ? 'unknown' : 'no';
      const doubt = truth === 'unknown' ? doubts[0] : undefined;
      return { truth, agent, evidence, missing: doubt, seenNone, failed: doubt !== undefined };
    },
  };
}

type Answer = 'yes' | 'no' | 'unknown';

/**
 * A binding that names the agent or everybody. A condition on it, or a role nobody can read, is no certain yes or no;
 * what could not be read is added to the doubts.
 */
async function directly(
  scope: Scope,
  looks: Looks,
  { role, members, condition }: Binding,
  agent: string,
  doubts: Missing[],
): Promise<Answer> {
  const stands = members.map((raw) => standsFor(raw, agent));
  if (!stands.includes('yes') && !stands.includes('unknown')) return 'no';
  const carries = await carriesInvoke(scope, looks, role, doubts);
  if (carries !== 'yes') return carries;
  return stands.includes('yes') && condition === undefined ? 'yes' : 'unknown';
}

/** Which predefined roles are near enough to Cloud Run to be looked up where only a group holds them. */
const NEAR_CLOUD_RUN = /^roles\/(?:run|cloudfunctions|firebase|serverless)\b/;

/** A binding of a group the agent may be in. Only roles that can carry the right are worth the search. */
async function byGroup(
  scope: Scope,
  looks: Looks,
  question: PlaceQuestion,
  { role, members, condition }: Binding,
  agent: Email,
  doubts: Missing[],
): Promise<Answer> {
  const groups = members.flatMap((raw) => {
    const principal = parseAllowMember(raw);
    return principal.kind === 'group' ? [principal.email] : [];
  });
  const likely = CARRIERS.includes(role) || !role.startsWith('roles/') || NEAR_CLOUD_RUN.test(role);
  if (groups.length === 0 || !likely) return 'no';
  const carries = await carriesInvoke(scope, looks, role, doubts);
  if (carries === 'no') return 'no';
  const organization = (await scope.get(organizationFact(looks, question)))?.look;
  const ownDomain = organization?.ok ? organization.value.primaryDomain : undefined;
  const at = evaluationTime(question);
  const member = { email: agent, customerId: undefined, ownDomain, at };
  const facts = membershipFacts(looks, member, ownCustomerFact(looks, question));
  const inside = await Promise.all(groups.map((group) => scope.get(facts.of(group, 'denial'))));
  for (const answer of inside) if (answer.in === 'unknown') doubts.push(answer.missing);
  if (inside.every((answer) => answer.in === 'no')) return 'no';
  const certain =
    carries === 'yes' && condition === undefined && inside.some((answer) => answer.in === 'yes');
  return certain ? 'yes' : 'unknown';
}

async function carriesInvoke(scope: Scope, looks: Looks, role: string, doubts: Missing[]): Promise<Answer> {
  if (CARRIERS.includes(role)) return 'yes';
  const view = await scope.get(roleFact(looks, role));
  if (!view.known) doubts.push(view.why);
  const lookUp: RoleLookup = () => view;
  const { truth } = roleGrants(role, INVOKE, lookUp);
  return truth === 'true' ? 'yes' : truth === 'false' ? 'no' : 'unknown';
}
