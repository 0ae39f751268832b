/** Facts about a place whose backend is gone: what took its place, by the address it is reached at or by its name. */
import { type IapResource, iapName } from '../../names/index.js';
import type { Fact } from '../engine.js';
import { placeLooksOf } from '../places/looks.js';
import { resourceOfUrl } from '../places/resource-of-url.js';
import type { Question } from '../question.js';
import type { EvidenceItem } from '../report.js';
import type { Looks } from './looks.js';
import { allowAtFact, type OtherSide } from './other-side.js';
import { switchFact } from './surroundings-switch.js';

export interface Successor {
  readonly name: string;
  readonly resource: IapResource;
  /** How it was found: the address leads there, or it carries the name. */
  readonly by: 'url' | 'name';
  /** What the subject may do there. */
  readonly side: OtherSide;
  readonly evidence: readonly EvidenceItem[];
}

type Type = Extract<IapResource, { level: 'webService' }>['type'];

const typed = (type: Type, region: string | undefined): Type | undefined => {
  switch (type.kind) {
    case 'compute':
      return region === undefined ? { kind: 'compute' } : { kind: 'compute', region };
    case 'cloud_run':
      return region === undefined ? undefined : { kind: 'cloud_run', region };
    case 'forwarding_rule':
    case 'appengine':
      return undefined;
  }
};

/** What stands where the configured resource is no more; nothing while it exists, or where no single thing does. */
export function successorFact(looks: Looks, question: Question): Fact<Successor | undefined> {
  return {
    key: 'successor of the place',
    read: async (scope) => {
      const { place } = question;
      const { resource } = place;
      const found = await scope.get(switchFact(looks, question));
      if (found.state !== 'gone' || resource.level !== 'webService') return undefined;
      const { evidence } = found;
      const withSide = async (name: string, other: IapResource, by: Successor['by']): Promise<Successor> => {
        const side = await scope.get(allowAtFact(looks, question, other));
        return { name, resource: other, by, side, evidence };
      };
      const names = [place.name, place.service?.name, ...(place.service?.aliases ?? []), resource.service];
      const [only, ...more] = found.others.filter(({ name }) => names.includes(name));
      const type = only && typed(resource.type, only.region);
      // The name is known already; the way from the address takes further reads.
      if (only && type && more.length === 0) {
        const service = resource.type.kind === 'compute' ? only.id : only.name;
        const { project } = resource;
        return withSide(only.name, { level: 'webService', project, type, service }, 'name');
      }
      if (!place.url) return undefined;
      const { google } = question;
      const shelves = { looks, place: placeLooksOf(google), google };
      const searched = { projects: [resource.project], further: [] };
      const answer = await scope.get(resourceOfUrl(shelves, searched, place.url));
      return answer.kind === 'service' && iapName(answer.resource) !== iapName(resource)
        ? withSide(answer.name, inProject(answer.resource, resource), 'url')
        : undefined;
    },
  };
}

/** The project as the question spells it, so that both chains share their nodes. */
const inProject = (found: IapResource, asked: IapResource): IapResource => ({
  ...found,
  project: asked.project,
});
