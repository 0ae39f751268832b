/** What a host may lead to, and what is to be made of several possibilities: one service, several, none, or not seen. Pure. */
import { type IapResource, iapName, isNumeric } from '../../names/index.js';
import type { Tie } from './host.js';
import type { Unread } from './inventory.js';

export type Lead =
  | { readonly kind: 'service'; readonly name: string; readonly resource: IapResource }
  | { readonly kind: 'bucket'; readonly name: string }
  | { readonly kind: 'redirect'; readonly host: string | undefined }
  /** Rules look at more than host and path. */
  | { readonly kind: 'unclear'; readonly names: readonly string[]; readonly because: readonly string[] }
  /** The rule names something that is not there, or nothing at all. */
  | { readonly kind: 'gone'; readonly name: string | undefined }
  /** A backend service of a project that has not been looked at. */
  | { readonly kind: 'foreign'; readonly project: string; readonly name: string }
  /** Where it leads was not seen to its end; `byName` is the resource by its name, which Google takes as well. */
  | { readonly kind: 'unread'; readonly unread: Unread; readonly byName?: IapResource | undefined };

export interface Candidate {
  readonly tie: Tie;
  readonly lead: Lead;
  /** What leads there, as people know it: `the load balancer shop-map`. */
  readonly through: string;
}

export type Decision =
  | {
      readonly kind: 'service';
      readonly name: string;
      readonly resource: IapResource;
      readonly through: string;
    }
  /** Host and path are tied to something that is no single service. */
  | { readonly kind: 'not-one'; readonly candidates: readonly Candidate[] }
  | { readonly kind: 'foreign'; readonly projects: readonly string[] }
  | { readonly kind: 'unread'; readonly unread: readonly Unread[] }
  | { readonly kind: 'none' };

const below = (resource: IapResource): string => iapName(resource).split('/').slice(2).join('/');

/** Whether two names mean one resource: a project may be known by its number in one and by its id in the other. */
export function sameResource(a: IapResource, b: IapResource): boolean {
  if (below(a) !== below(b)) return false;
  return a.project.id === b.project.id || isNumeric(a.project) !== isNumeric(b.project);
}

const sameLead = (a: Lead, b: Lead): boolean =>
  a.kind === 'service' && b.kind === 'service'
    ? sameResource(a.resource, b.resource)
    : JSON.stringify(a) === JSON.stringify(b);

function distinct(candidates: readonly Candidate[]): readonly Candidate[] {
  const kept: Candidate[] = [];
  for (const one of candidates) if (!kept.some((other) => sameLead(other.lead, one.lead))) kept.push(one);
  return kept;
}

/** What follows from the candidates that are tied to the host in one and the same way. */
export function decide(candidates: readonly Candidate[]): Decision {
  const unread = candidates.flatMap(({ lead }) => (lead.kind === 'unread' ? [lead.unread] : []));
  if (unread.length > 0) return { kind: 'unread', unread };
  const foreign = candidates.flatMap(({ lead }) => (lead.kind === 'foreign' ? [lead.project] : []));
  if (foreign.length > 0) return { kind: 'foreign', projects: [...new Set(foreign)] };
  const different = distinct(candidates);
  const [only] = different;
  if (!only) return { kind: 'none' };
  if (different.length === 1 && only.lead.kind === 'service')
    return { kind: 'service', name: only.lead.name, resource: only.lead.resource, through: only.through };
  return { kind: 'not-one', candidates: different };
}

/** Candidates of one tie only. */
export const tied = (candidates: readonly Candidate[], tie: Tie): readonly Candidate[] =>
  candidates.filter((one) => one.tie === tie);
