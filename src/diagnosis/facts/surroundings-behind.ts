/** Facts about Cloud Run behind load balancers: which services stand behind a backend, and which backends before a service. */
import type { RunServiceInfo } from '../../google/ports.js';
import {
  type Container,
  type IapResource,
  iapChain,
  parseProject,
  sameContainer,
} from '../../names/index.js';
import type { AllowPolicy, Missing } from '../../policy/types.js';
import type { Fact, Scope, Seen } from '../engine.js';
import { missingFrom, notServed } from '../missing.js';
import type { PlaceQuestion } from '../question.js';
import type { EvidenceItem } from '../report.js';
import { placeHierarchy } from './hierarchy.js';
import type { Looks } from './looks.js';
import { iapNode } from './policies.js';
import { switchFact } from './surroundings-switch.js';

/** A Cloud Run service behind the place's backend service. */
export interface RunBehind {
  readonly project: Container;
  readonly region: string;
  readonly service: string;
  /** Its own IAP node. */
  readonly resource: IapResource;
  readonly run: Seen<RunServiceInfo>;
  readonly policy: Seen<AllowPolicy>;
}

export interface Behind {
  readonly services: readonly RunBehind[];
  readonly missing: Missing | undefined;
}

/** A backend service with IAP that leads to the place's Cloud Run service. */
export interface BackendBefore {
  readonly name: string;
  readonly resource: IapResource;
}

export interface Before {
  readonly backends: readonly BackendBefore[];
  readonly evidence: readonly EvidenceItem[];
  readonly missing: Missing | undefined;
}

interface GroupLink {
  readonly project: string;
  readonly region: string;
  readonly name: string;
}

/** More groups than that behind one backend are other services in other regions; the first ones tell. */
const MAX_GROUPS = 5;

/** Serverless groups are regional; `zones/…` groups hold machines. Pure. */
export function serverlessGroup(url: string): GroupLink | undefined {
  const [, project, region, name] =
    /\/projects\/([^/]+)\/regions\/([^/]+)\/networkEndpointGroups\/([^/]+)$/.exec(url) ?? [];
  return project === undefined || region === undefined || name === undefined
    ? undefined
    : { project, region, name };
}

const links = (groups: readonly string[]): GroupLink[] =>
  groups.flatMap((url) => serverlessGroup(url) ?? []).slice(0, MAX_GROUPS);

/** The project as the question spells it, so that both speak of the same node. */
async function projectOf(
  scope: Scope,
  looks: Looks,
  question: PlaceQuestion,
  id: string,
): Promise<Container> {
  const { project } = question.place.resource;
  const { projectNames } = await scope.get(placeHierarchy(looks, question));
  const other = parseProject(id);
  return !other || projectNames.some((name) => sameContainer(name, other)) ? project : other;
}

/** The Cloud Run services behind the place's backend service, with what they say of IAP, ingress and invokers. */
export function behindFact(looks: Looks, question: PlaceQuestion): Fact<Behind> {
  return {
    key: 'cloud run behind the backend',
    read: async (scope) => {
      const { backend } = await scope.get(switchFact(looks, question));
      const found = await Promise.all(
        links(backend?.groups ?? []).map(async (link) => {
          const project = await projectOf(scope, looks, question, link.project);
          const target = await scope.get(looks.serverlessTarget(project, link.region, link.name));
          if (!target.look.ok) return { problem: target.look.problem };
          const service = target.look.value.runService;
          if (service === undefined) return undefined;
          const type = { kind: 'cloud_run', region: link.region } as const;
          const resource: IapResource = { level: 'webService', project, type, service };
          // Wanted where IAP turns out to be on there too; waiting for that would take one more round trip.
          for (const [i, node] of iapChain(resource).entries()) scope.start(iapNode(looks, node, i === 0));
          const [run, policy] = await Promise.all([
            scope.get(looks.runService(project, link.region, service)),
            scope.get(looks.runPolicy(project, link.region, service)),
          ]);
          return { service: { project, region: link.region, service, resource, run, policy } };
        }),
      );
      const problem = found.find((one) => one?.problem && !notServed(one.problem))?.problem;
      return {
        services: found.flatMap((one) => one?.service ?? []),
        missing: problem && missingFrom(problem, 'endpoint-group', question.place.name),
      };
    },
  };
}

/** Backend services with IAP that lead to the place's Cloud Run service, in the same project. */
export function beforeFact(looks: Looks, question: PlaceQuestion): Fact<Before> {
  return {
    key: 'backends before cloud run',
    read: async (scope) => {
      const { resource } = question.place;
      if (resource.level !== 'webService' || resource.type.kind !== 'cloud_run')
        return { backends: [], evidence: [], missing: undefined };
      const { project, service, type } = resource;
      const list = await scope.get(looks.backendServices(project));
      const evidence = [list.evidence];
      const subject = question.place.name;
      if (!list.look.ok) {
        const { problem } = list.look;
        const missing = notServed(problem) ? undefined : missingFrom(problem, 'endpoint-group', subject);
        return { backends: [], evidence, missing };
      }
      const guarded = list.look.value.filter((b) => b.iapEnabled === true);
      const found = await Promise.all(
        guarded.flatMap((b) =>
          links(b.groups ?? [])
            .filter((link) => link.region === type.region)
            .map(async (link) => ({
              backend: b,
              target: await scope.get(looks.serverlessTarget(project, link.region, link.name)),
            })),
        ),
      );
      const backends = found.flatMap(({ backend, target }): BackendBefore[] => {
        if (!target.look.ok || target.look.value.runService !== service) return [];
        const { id, name, region } = backend;
        const place = { kind: 'compute', ...(region === undefined ? {} : { region }) } as const;
        return [{ name, resource: { level: 'webService', project, type: place, service: id } }];
      });
      const unread = found.flatMap(({ target: { look } }) =>
        look.ok || notServed(look.problem) ? [] : [look.problem],
      )[0];
      return { backends, evidence, missing: unread && missingFrom(unread, 'endpoint-group', subject) };
    },
  };
}
