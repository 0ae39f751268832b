/** Google being slow or refusing: one switch for the speed, one for the quotas, one for each of its APIs. */
import type { ApiName, Fault, GoogleEmulator } from '../../google/emulator.js';
import { type LiveGroup, type LiveSwitch, positionsOf } from './switch.js';

const APIS: Readonly<Record<Exclude<ApiName, 'oauth2'>, string>> = {
  iap: 'IAP',
  cloudidentity: 'Groups (Cloud Identity)',
  admin: 'Directory (Admin SDK)',
  iam: 'IAM (roles, deny policies, boundaries)',
  cloudresourcemanager: 'Resource Manager',
  logging: 'Logging',
  compute: 'Compute Engine',
  run: 'Cloud Run',
  appengine: 'App Engine',
  accesscontextmanager: 'Access levels',
  policytroubleshooter: 'Policy Troubleshooter',
  iamcredentials: 'IAM Credentials (tokens)',
  cloudasset: 'Cloud Asset',
  orgpolicy: 'Organisation policies',
  privilegedaccessmanager: 'Privileged Access Manager',
};

const SLOW_MS = 3_000;

const FAULTS: Readonly<Record<Fault['kind'], string>> = {
  forbidden: '403: not allowed',
  'api-disabled': '403: the API is not enabled',
  'not-found': '404',
  throttled: '429: quota used up',
  'server-error': '500',
  slow: `takes ${SLOW_MS / 1000} s`,
  hang: 'never answers',
  'half-json': 'breaks off in the middle',
};

function faultSwitch({ faults }: GoogleEmulator, api: ApiName, label: string): LiveSwitch {
  let mine: Fault | undefined;
  const at = (): number => (mine === undefined ? -1 : faults.indexOf(mine));
  return {
    id: `google:${api}`,
    label,
    positions: positionsOf({ fine: 'answers', ...FAULTS }),
    rest: 'fine',
    position: () => (at() < 0 ? 'fine' : (mine?.kind ?? 'fine')),
    flip(to) {
      if (at() >= 0) faults.splice(at(), 1);
      const kind = (Object.keys(FAULTS) as Fault['kind'][]).find((one) => one === to);
      mine = kind && { api, kind, ...(kind === 'slow' ? { ms: SLOW_MS } : {}) };
      if (mine) faults.push(mine);
    },
  };
}

const LATENCIES: Readonly<Record<string, string>> = {
  '0': 'as fast as can be',
  '100': '0.1 s, as in life',
  '1000': '1 s',
  '3000': '3 s',
  '8000': '8 s',
};

export function googleSwitches(google: GoogleEmulator): LiveGroup {
  const { switches } = google;
  return {
    id: 'google',
    title: 'Google',
    note: 'Makes Google slow, or lets one of its APIs refuse. The bot says what it could not see, and uses what it still remembers.',
    switches: [
      {
        id: 'google:latency',
        label: 'Every answer takes',
        positions: positionsOf(LATENCIES),
        rest: String(switches.latencyMs),
        position: () => String(switches.latencyMs),
        flip: (to) => {
          switches.latencyMs = Number(to);
        },
      },
      {
        id: 'google:quotas',
        label: 'The small quotas per minute',
        positions: positionsOf({ off: 'not counted', on: 'counted: 5 reads of deny policies, 60 of logs' }),
        rest: switches.quotas ? 'on' : 'off',
        position: () => (switches.quotas ? 'on' : 'off'),
        flip: (to) => {
          switches.quotas = to === 'on';
        },
      },
      ...Object.entries(APIS).map(([api, label]) => faultSwitch(google, api as ApiName, label)),
    ],
  };
}
