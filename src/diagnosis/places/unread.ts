/** Lists that could not be read, as blind spots with the right each one needs, and the report that says so. */
import { NEEDS, roleFor } from '../../google/permissions.js';
import { containerName } from '../../names/index.js';
import type { Missing } from '../../policy/types.js';
import type { Engine } from '../engine.js';
import { missingFrom, problemWords } from '../missing.js';
import type { WhyReport } from '../report.js';
import { some } from '../words.js';
import type { ListName, Unread } from './inventory.js';

interface ListText {
  readonly what: string;
  /** The read behind it, whose rights are written down with it. */
  readonly method: keyof typeof NEEDS;
}

const texts: Record<ListName, ListText> = {
  project: { what: 'the number', method: 'resourceManager.project' },
  forwardingRules: { what: 'the forwarding rules', method: 'loadBalancing.forwardingRules' },
  httpsProxies: { what: 'the HTTPS proxies', method: 'loadBalancing.httpsProxies' },
  httpProxies: { what: 'the HTTP proxies', method: 'loadBalancing.httpProxies' },
  urlMaps: { what: 'the URL maps', method: 'loadBalancing.urlMaps' },
  certificates: { what: 'the certificates of load balancers', method: 'loadBalancing.certificates' },
  backendServices: { what: 'the backend services', method: 'compute.backendServices' },
  runServices: { what: 'the Cloud Run services', method: 'run.services' },
  runDomains: { what: 'the Cloud Run domain mappings', method: 'run.domains' },
  app: { what: 'the App Engine application', method: 'appEngine.app' },
  appServices: { what: 'the App Engine services', method: 'appEngine.services' },
  appDomains: { what: 'the custom domains of the App Engine application', method: 'appEngine.domains' },
};

/** The role to ask for on one project, with the permissions of just this list. */
function cureOn(name: string, method: ListText['method']): string {
  const cures = NEEDS[method].map(({ right, permissions }) => {
    const role = roleFor(right);
    const list = permissions.join(', ');
    return role === undefined
      ? `a custom role on ${name} with ${list}`
      : `${role} on ${name} (${permissions.length === 1 ? 'permission' : 'permissions'} ${list})`;
  });
  return cures.join(', and ');
}

/** The blind spot of one list. Passing trouble keeps its own code and cure. */
export function missingList({ project, list, problem }: Unread): Missing {
  const name = containerName(project);
  const base = missingFrom(problem, 'service', name);
  const { what, method } = texts[list];
  const needs = cureOn(name, method);
  return {
    ...base,
    what: `I could not read ${what} of ${name}: ${problemWords(problem)}.`,
    needs:
      base.code !== 'service-not-found'
        ? base.needs
        : problem.kind === 'api-disabled'
          ? `enabling ${problem.api}.googleapis.com, and ${needs}`
          : needs,
  };
}

/** `the URL maps of projects/a and projects/b, the Cloud Run services of projects/b`. */
export function unreadWords(unread: readonly Unread[]): string {
  const lists = [...new Set(unread.map(({ list }) => list))];
  const words = lists.map((list) => {
    const projects = unread.filter((one) => one.list === list).map(({ project }) => containerName(project));
    return `${texts[list].what} of ${some([...new Set(projects)])}`;
  });
  return words.length > 4 ? `${words.slice(0, 4).join(', ')} and more` : words.join(', ');
}

/** Everything a report without a place is made of. */
export interface Unplaced {
  readonly id: string;
  readonly who: WhyReport['who'];
  /** What was typed for the place. */
  readonly asked: string;
  readonly url: URL | undefined;
  readonly unread: readonly Unread[];
  /** Where it leads as far as can be seen, where anything can. */
  readonly likely: string | undefined;
}

/** "Cannot tell", because what leads to the place could not be seen: an answer, not a mistake of whoever asked. */
export function unplacedReport(engine: Engine, { id, who, asked, url, unread, likely }: Unplaced): WhyReport {
  const which =
    url === undefined ? `whether there is a service ${asked}` : `which service answers at ${asked}`;
  const text = `I can\u2019t tell ${which}: I could not read ${unreadWords(unread)}.${likely === undefined ? '' : ` ${likely}`}`;
  const spots = unread.map(missingList).map(({ code, what, needs }) => ({ code, what, needs }));
  const cause = { code: 'service-not-found', check: 'place', text, adminText: text };
  const evidence = engine.evidence().slice(-3);
  return {
    schema: 'iap-doctor.why/1',
    id,
    who,
    where: { name: asked, resource: '', url: url?.toString() ?? null },
    verdict: 'unknown',
    cause,
    also: [],
    findings: [{ ...cause, verdict: 'could-not-look', evidence }],
    grants: [],
    nearMiss: null,
    fixes: [],
    changes: [],
    services: null,
    blindSpots: spots,
    secondOpinion: null,
    cost: engine.cost(),
    oldestFactAt: engine.oldestFactAt(),
  };
}
