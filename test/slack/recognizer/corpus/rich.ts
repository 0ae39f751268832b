/** Messages as the composer sends them: sections, lists, quotes, code. */
import {
  bold,
  bullets,
  code,
  emoji,
  here,
  link,
  preformatted,
  quote,
  section,
  typed,
  user,
} from '../rich.js';
import { type Example, expectedOf } from './example.js';

const rich = (verdict: string, ...elements: readonly Readonly<Record<string, unknown>>[]): Example => ({
  family: 'rich',
  text: '',
  blocks: typed(...elements),
  expected: expectedOf(verdict),
});

export const richMessages: readonly Example[] = [
  rich(
    'dashboard',
    section('Hi ', emoji('wave'), ' could I get access to ', link('https://dash.acme.test'), '?'),
  ),
  rich(
    'grafana',
    section('403 on ', link('https://grafana.acme.test/d/abc', 'the board')),
    preformatted('403 Forbidden'),
  ),
  rich('payroll', section('Payroll says ', code("You don't have access"), ', and it did not yesterday')),
  rich(
    'orders',
    section('Any idea what this is? It is orders'),
    preformatted('16 UNAUTHENTICATED: Received HTTP status code 401'),
  ),
  rich('kibana/other', section('Please give ', user('U0LEOX1'), ' access to kibana')),
  rich('airflow', section(bold('airflow'), ' refuses my account since noon')),
  rich(
    'wiki',
    section('Things I miss on day one:'),
    bullets(section('a chair'), section('access to the wiki, please')),
  ),
  rich('admin/many', section(here, ' we are all locked out of admin')),
  rich(
    'hr',
    section('I only see this on ', link('https://hr.acme.test/'), ':'),
    quote('You don’t have access'),
    section('why am I denied access?'),
  ),
  rich(
    'atlas',
    section('Could you let me into ', link('https://atlas.acme.test', 'atlas'), '? ', emoji('pray')),
  ),
  rich(
    'reports',
    section('Export fails with'),
    preformatted('Invalid IAP credentials: JWT is expired'),
    section('for ', link('https://reports.acme.test/export'), ', who can help?'),
  ),
  rich(
    'sentry-internal/other',
    section(user('U07INT42'), ' needs access to sentry-internal, she triages this week'),
  ),
  rich(
    'docs',
    section('I can’t open ', link('http://docs.acme.test', 'docs.acme.test'), ', it says forbidden'),
  ),
  rich('dashboard', section('dash', emoji('lock'), ' won’t let me in')),
  rich('-', quote('can someone give me access to dash?'), section('done!')),
  rich('-', section('From the ticket:'), quote('I get a 403 on grafana')),
  rich(
    '-',
    section('Shall we write it like this?'),
    preformatted('if (!allowed) throw new Forbidden("no access to orders")'),
  ),
  rich('-', section('dash runs ', code('curl -f'), ' and retries on ', code('403'))),
  rich(
    '-',
    section('New on the board:'),
    bullets(section('wiki: spelling'), section('docs: index'), section('dash: colours')),
  ),
  rich('-', section('Please add ', user('U07INT42'), ' to the calendar of ', bold('orders'))),
  rich('-', section('Thanks ', user('U0LEOX1'), ', ', link('https://grafana.acme.test'), ' works now')),
  rich('-', section(link('https://payroll.acme.test/runs', 'the run'), ' is finished')),
  rich(
    '-',
    section('Agenda'),
    bullets(section('IAP revenue'), section('store review'), section('dashboard for refunds')),
  ),
  rich(
    '-',
    section('I wrote down how access to airflow works: ', link('https://wiki.acme.test/airflow-access')),
  ),
  rich('-', section('reviewers wanted: ', link('https://code.acme.test/orders/pull/403', 'orders #403'))),
];
