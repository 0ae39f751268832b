/** Lists that could not be read, as blind spots with the right each one needs, and the report that says so. */
import { containerName } from '../../names/index.js';
import type { Missing } from '../../policy/types.js';
import type { Engine } from '../engine.js';
import { missingFrom, problemWords } from '../missing.js';
import type { WhyReport } from '../report.js';
import { some } from '../words.js';
import type { ListName, Unread } from './inventory.js';

interface ListText {
  readonly what: string;
  /** Permission and the smallest predefined role that holds it (`docs/permissions.md`). */
  readonly needs: string;
}

const NETWORK = 'roles/compute.networkViewer';
const texts: Record<ListName, ListText> = {
  project: { what: 'the number', needs: 'roles/browser (permission resourcemanager.projects.get)' },
  forwardingRules: {
    what: 'the forwarding rules',
    needs: `${NETWORK} (permission compute.forwardingRules.list)`,
  },
  httpsProxies: {
    what: 'the HTTPS proxies',
    needs: `${NETWORK} (permission compute.targetHttpsProxies.list)`,
  },
  httpProxies: { what: 'the HTTP proxies', needs: `${NETWORK} (permission compute.targetHttpProxies.list)` },
  urlMaps: { what: 'the URL maps', needs: `${NETWORK} (permission compute.urlMaps.list)` },
  certificates: {
    what: 'the certificates of load balancers',
    needs: `${NETWORK} (permission compute.sslCertificates.list)`,
  },
  backendServices: {
    what: 'the backend services',
    needs: `${NETWORK} (permission compute.backendServices.list)`,
  },
  runServices: { what: 'the Cloud Run services', needs: 'roles/run.viewer (permission run.services.list)' },
  runDomains: {
    what: 'the Cloud Run domain mappings',
    needs: 'roles/run.viewer (permission run.domainmappings.list)',
  },
  app: {
    what: 'the App Engine application',
    needs: 'roles/appengine.appViewer (permission appengine.applications.get)',
  },
  appServices: {
    what: 'the App Engine services',
    needs: 'roles/appengine.appViewer (permission appengine.services.list)',
  },
  appDomains: {
    what: 'the custom domains of the App Engine application',
    needs: 'roles/appengine.appViewer (permission appengine.applications.get)',
  },
};

/** The blind spot of one list. Passing trouble keeps its own code and cure. */
export function missingList({ project, list, problem }: Unread): Missing {
  const name = containerName(project);
  const base = missingFrom(problem, 'service', name);
  const { what, needs } = texts[list];
  return {
    ...base,
    what: `I could not read ${what} of ${name}: ${problemWords(problem)}.`,
    needs:
      base.code !== 'service-not-found'
        ? base.needs
        : problem.kind === 'api-disabled'
          ? `enabling ${problem.api}.googleapis.com, and ${needs} on ${name}`
          : `${needs} on ${name}`,
  };
}

/** `the URL maps of projects/a and the Cloud Run services of projects/b`. */
export const unreadWords = (unread: readonly Unread[]): string =>
  some(unread.map(({ project, list }) => `${texts[list].what} of ${containerName(project)}`));

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
  const text = `I can\u2019t tell which service answers at ${asked}: I could not read ${unreadWords(unread)}.${likely === undefined ? '' : ` ${likely}`}`;
  const spots = unread.map(missingList).map(({ code, what, needs }) => ({ code, what, needs }));
  const adminText = `${text} ${spots.map(({ what, needs }) => `${what} Needed: ${needs}.`).join(' ')}`;
  const cause = { code: 'service-not-found', check: 'place', text, adminText };
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
