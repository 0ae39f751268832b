/** Slack being difficult: its Web API and the reply addresses of commands. */
import type { Fault, SlackEmulator } from '../../slack/index.js';
import { type LiveGroup, type LiveSwitch, positionsOf } from './switch.js';

type Trouble = readonly [words: string, fault: Omit<Fault, 'on'>];

const API_TROUBLES: Readonly<Record<string, Trouble>> = {
  throttled: ['429, try again in 2 s', { retryAfter: 2 }],
  slow: ['takes 2 s', { delayMs: 2_000 }],
  down: ['503', { status: 503 }],
  dropped: ['closes the connection', { drop: true }],
};

const URL_TROUBLES: Readonly<Record<string, Trouble>> = {
  expired: ['expired: 404', { status: 404, error: 'expired_url' }],
  throttled: ['429, try again in 2 s', { retryAfter: 2 }],
  slow: ['take 2 s', { delayMs: 2_000 }],
};

function troubleSwitch(
  { faults }: SlackEmulator,
  shown: { readonly id: string; readonly label: string; readonly fine: string },
  on: string,
  troubles: Readonly<Record<string, Trouble>>,
): LiveSwitch {
  let now = 'fine';
  let off: (() => void) | undefined;
  const words = Object.fromEntries(Object.entries(troubles).map(([id, [label]]) => [id, label]));
  return {
    id: shown.id,
    label: shown.label,
    positions: positionsOf({ fine: shown.fine, ...words }),
    rest: 'fine',
    position: () => now,
    flip(to) {
      off?.();
      const trouble = troubles[to];
      off = trouble && faults.add({ on, ...trouble[1] });
      now = to;
    },
  };
}

export function slackSwitches(slack: SlackEmulator): LiveGroup {
  return {
    id: 'slack',
    title: 'Slack',
    note: 'Makes Slack difficult: the bot waits as it is told and tries another way, and still nobody is left without an answer.',
    switches: [
      troubleSwitch(
        slack,
        { id: 'slack:post', label: 'Posting messages', fine: 'works' },
        'chat.postMessage',
        API_TROUBLES,
      ),
      troubleSwitch(slack, { id: 'slack:api', label: 'The whole Web API', fine: 'works' }, '*', API_TROUBLES),
      troubleSwitch(
        slack,
        { id: 'slack:response-url', label: 'Reply addresses of commands', fine: 'work' },
        'response_url',
        URL_TROUBLES,
      ),
    ],
  };
}
