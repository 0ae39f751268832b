/** The whole corpus and the fictional company's services it is about. */
import { directoryOf, type KnownService } from '../../../../src/slack/recognizer/index.js';
import { code } from './code.js';
import type { Example } from './example.js';
import { later } from './later.js';
import { machines } from './machines.js';
import { more } from './more.js';
import { otherThings } from './other-things.js';
import { otherTrouble } from './other-trouble.js';
import { others } from './others.js';
import { over } from './over.js';
import { pastes } from './pastes.js';
import { refused } from './refused.js';
import { requests } from './requests.js';
import { richMessages } from './rich.js';
import { signIn } from './sign-in.js';
import { told } from './told.js';

const service = (name: string, hosts: readonly string[], aliases: readonly string[] = []): KnownService => ({
  name,
  aliases,
  hosts: hosts.map((host) => `${host}.acme.test`),
});

/** Many of them are ordinary words, as such names are. */
export const SERVICES: readonly KnownService[] = [
  service('dashboard', ['dash', 'dashboard'], ['dash']),
  service('orders', ['orders'], ['orders-api']),
  service('payroll', ['payroll']),
  service('grafana', ['grafana']),
  service('wiki', ['wiki']),
  service('docs', ['docs'], ['dev-docs']),
  service('reports', ['reports']),
  service('admin', ['admin'], ['backoffice']),
  service('status', ['status']),
  service('hr', ['hr'], ['people-hub']),
  service('atlas', ['atlas']),
  service('kibana', ['logs']),
  service('airflow', ['airflow']),
  service('sentry-internal', ['sentry']),
];

export const DIRECTORY = directoryOf(SERVICES);

export const CORPUS: readonly Example[] = [
  ...requests,
  ...refused,
  ...signIn,
  ...pastes,
  ...machines,
  ...others,
  ...otherThings,
  ...code,
  ...told,
  ...over,
  ...otherTrouble,
  ...richMessages,
  ...later,
  ...more,
];
