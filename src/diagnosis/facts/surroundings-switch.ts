/** Facts about the thing behind the place: the backend service, Cloud Run service or application, and whether IAP is on there. */
import type { BackendDetail, BackendServiceInfo, LookProblem, RunServiceInfo } from '../../google/ports.js';
import type { IapResource, WebType } from '../../names/index.js';
import type { Missing } from '../../policy/types.js';
import type { Fact, Scope, Seen } from '../engine.js';
import { missingFrom, nothingThere, notServed, type Topic } from '../missing.js';
import type { PlaceQuestion } from '../question.js';
import type { EvidenceItem } from '../report.js';
import type { Looks } from './looks.js';

/**
 * - `unset`: the object was read and says nothing about IAP, as where it was never set up.
 * - `gone`: a complete list does not hold the object.
 * - `none`: there is nothing to look at, as for tunnels and whole types of services.
 */
export type SwitchState = 'on' | 'off' | 'unset' | 'unknown' | 'gone' | 'none';

export interface IapSwitch {
  readonly state: SwitchState;
  /** What carries the switch, in words: `the backend service dashboard`. */
  readonly what: string;
  readonly backend: BackendDetail | undefined;
  readonly run: RunServiceInfo | undefined;
  /** The place's own OAuth client, where the object carries one. */
  readonly oauthClientId: string | undefined;
  readonly evidence: readonly EvidenceItem[];
  readonly missing: Missing | undefined;
  /** For `unknown`: no word that there is no such thing, but a look that failed. */
  readonly failed: boolean;
  /** Everything of its kind in the project, where it had to be listed and the list is complete. */
  readonly others: readonly {
    readonly id: string;
    readonly name: string;
    readonly region: string | undefined;
  }[];
}

const NONE: IapSwitch = {
  state: 'none',
  what: '',
  backend: undefined,
  run: undefined,
  oauthClientId: undefined,
  evidence: [],
  missing: undefined,
  failed: false,
  others: [],
};

type Leaf = Extract<IapResource, { level: 'webService' | 'webVersion' }>;

const stateOf = (enabled: boolean | undefined): SwitchState =>
  enabled === undefined ? 'unset' : enabled ? 'on' : 'off';

/** The thing behind the place and its IAP switch. Read at once; only a thing that is not found is looked for in the list. */
export function switchFact(looks: Looks, question: PlaceQuestion): Fact<IapSwitch> {
  return {
    key: 'iap switch',
    read: async (scope) => {
      const { resource } = question.place;
      if (resource.level !== 'webService' && resource.level !== 'webVersion') return NONE;
      const { type } = resource;
      switch (type.kind) {
        case 'compute':
          return ofBackend(scope, looks, resource, type);
        case 'cloud_run':
          return ofRun(scope, looks, resource, type);
        case 'appengine':
          return ofApplication(scope, looks, type);
        case 'forwarding_rule':
          return NONE;
      }
    },
  };
}

function unseen(seen: Seen<unknown>, problem: LookProblem, topic: Topic, name: string): IapSwitch {
  return {
    ...NONE,
    state: 'unknown',
    evidence: [seen.evidence],
    missing: missingFrom(problem, topic, name),
    failed: !nothingThere(problem),
  };
}

/** The list that should have told where a thing has gone. Every project has one, so its 404 is a look that failed. */
const unseenList = (list: Seen<unknown>, problem: LookProblem, topic: Topic, name: string): IapSwitch => ({
  ...unseen(list, problem, topic, name),
  failed: !notServed(problem),
});

const detailOf = ({ groups, ...info }: BackendServiceInfo): BackendDetail => ({
  ...info,
  groups: groups ?? [],
});

async function ofBackend(
  scope: Scope,
  looks: Looks,
  { project, service }: Leaf,
  { region }: Extract<WebType, { kind: 'compute' }>,
): Promise<IapSwitch> {
  const seen = await scope.get(looks.backendService(project, region, service));
  if (seen.look.ok) return backendSwitch(seen.look.value, [seen.evidence]);
  // Gone, or asked for by a spelling this method does not take: the list tells.
  if (seen.look.problem.status !== 404) return unseen(seen, seen.look.problem, 'backend', service);
  const list = await scope.get(looks.backendServices(project));
  const evidence = [seen.evidence, list.evidence];
  if (!list.look.ok) return unseenList(list, list.look.problem, 'backend', service);
  const own = list.look.value.find((b) => (b.id === service || b.name === service) && b.region === region);
  if (own) return backendSwitch(detailOf(own), evidence);
  return {
    ...NONE,
    state: 'gone',
    what: `the backend service ${service}`,
    evidence,
    others: list.look.value,
  };
}

const backendSwitch = (backend: BackendDetail, evidence: readonly EvidenceItem[]): IapSwitch => ({
  ...NONE,
  state: stateOf(backend.iapEnabled),
  what: `the backend service ${backend.name}`,
  backend,
  oauthClientId: backend.oauth2ClientId === '' ? undefined : backend.oauth2ClientId,
  evidence,
});

async function ofRun(
  scope: Scope,
  looks: Looks,
  { project, service }: Leaf,
  { region }: Extract<WebType, { kind: 'cloud_run' }>,
): Promise<IapSwitch> {
  const seen = await scope.get(looks.runService(project, region, service));
  if (seen.look.ok) return runSwitch(seen.look.value, [seen.evidence]);
  if (seen.look.problem.status !== 404) return unseen(seen, seen.look.problem, 'run-service', service);
  const list = await scope.get(looks.runServices(project));
  const evidence = [seen.evidence, list.evidence];
  if (!list.look.ok) return unseenList(list, list.look.problem, 'run-service', service);
  const own = list.look.value.find((s) => s.name === service && s.region === region);
  if (own) return runSwitch(own, evidence);
  const others = list.look.value.map((s) => ({ id: s.name, name: s.name, region: s.region }));
  return { ...NONE, state: 'gone', what: `the Cloud Run service ${service}`, evidence, others };
}

/** Cloud Run leaves out what is false, so an absent flag is a switch that is off (protobuf JSON mapping). */
const runSwitch = (run: RunServiceInfo, evidence: readonly EvidenceItem[]): IapSwitch => ({
  ...NONE,
  state: run.iapEnabled === true ? 'on' : 'off',
  what: `the Cloud Run service ${run.name}`,
  run,
  evidence,
});

async function ofApplication(
  scope: Scope,
  looks: Looks,
  { app }: Extract<WebType, { kind: 'appengine' }>,
): Promise<IapSwitch> {
  const seen = await scope.get(looks.application(app));
  if (!seen.look.ok) return unseen(seen, seen.look.problem, 'application', app);
  const { iapEnabled, oauth2ClientId } = seen.look.value;
  return {
    ...NONE,
    state: stateOf(iapEnabled),
    what: `the App Engine application ${app}`,
    oauthClientId: oauth2ClientId === '' ? undefined : oauth2ClientId,
    evidence: [seen.evidence],
  };
}
