/** What stands around the policies: logs, services, load balancers, and Google's own opinion. */
import { type Container, containerName, iapName } from '../../../names/index.js';
import { opinionFact } from '../../facts/opinion.js';
import type { Attempt } from '../attempt.js';
import type { Ground } from '../ground.js';
import { at, type CapabilitySpec, onProjects } from './spec.js';

const entries = (ground: Ground, container: Container, log: string, empty?: Attempt['empty']): Attempt => {
  const name = containerName(container);
  const filter = `logName:"cloudaudit.googleapis.com%2F${log}"`;
  const query = { resourceNames: [name], filter, limit: 1 };
  return at(name, ground.looks.entries(`status ${log}`, query), 'wrong', empty);
};

export const surroundings: readonly CapabilitySpec[] = [
  {
    id: 'logs-activity',
    title: 'changes in the logs',
    code: 'logs-not-readable',
    rights: ['logs'],
    needed: true,
    rule: 'all',
    attempts: async (ground) => {
      const [organization, projects] = await Promise.all([ground.organization(), ground.projects()]);
      const containers = organization ? [...projects, organization] : projects;
      return containers.map((container) => entries(ground, container, 'activity'));
    },
  },
  {
    id: 'logs-data-access',
    title: 'IAP\u2019s decisions in the logs',
    code: 'logs-not-readable',
    rights: ['logs', 'data-access-logs'],
    needed: true,
    rule: 'all',
    // Google leaves private entries out in silence: an empty list proves nothing.
    attempts: async (ground) =>
      (await ground.projects()).map((project) =>
        entries(ground, project, 'data_access', (value) => Array.isArray(value) && value.length === 0),
      ),
    note: 'No entry was there to be seen: either nobody came by, the logs are off, or the right logging.privateLogEntries.list is missing.',
  },
  {
    id: 'compute',
    title: 'backend services',
    code: 'policy-not-readable',
    rights: ['load-balancers'],
    needed: true,
    rule: 'all',
    attempts: onProjects(({ looks }) => looks.backendServices),
  },
  {
    id: 'cloud-run',
    title: 'Cloud Run services',
    code: 'policy-not-readable',
    rights: ['cloud-run'],
    needed: true,
    rule: 'all',
    attempts: onProjects(({ looks }) => looks.runServices),
  },
  {
    id: 'load-balancers',
    title: 'load balancers',
    code: 'policy-not-readable',
    rights: ['load-balancers'],
    needed: false,
    rule: 'all',
    attempts: onProjects(({ routes }) => routes.urlMaps),
  },
  {
    id: 'second-opinion',
    title: 'Google\u2019s Policy Troubleshooter',
    code: 'policy-not-readable',
    rights: ['second-opinion'],
    needed: true,
    rule: 'all',
    attempts: async (ground) => {
      const [email] = (await ground.samples()).people;
      // Google documents names of backend services and of App Engine; others it may not take.
      const place = ground.places.find(
        ({ resource }) =>
          resource.level === 'webService' &&
          (resource.type.kind === 'appengine' ||
            (resource.type.kind === 'compute' && resource.type.region === undefined)),
      );
      if (email === undefined || !place) return [];
      const given = { at: undefined, ip: undefined, host: undefined, path: undefined, levels: [] };
      const { google, now } = ground;
      const question = {
        google,
        config: ground.config,
        place,
        given,
        now,
        asked: email,
        subject: { kind: 'user', email } as const,
      };
      return [at(iapName(place.resource), opinionFact(question))];
    },
    note: 'Without it there is no second opinion; verdicts stay the same.',
  },
];
