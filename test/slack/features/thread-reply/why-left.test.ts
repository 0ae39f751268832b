/** What Slack shows of a thread decides about an answer only where it shows something. */
import { expect, it } from 'vitest';
import type { Desk } from '../../../../src/slack/desk.js';
import { whyLeft } from '../../../../src/slack/features/thread-reply/leave.js';
import { createMemoryNotes } from '../../../../src/store/memory-notes.js';
import { configWith } from '../../bench.js';

const CLOCK = { now: () => Date.parse('2026-11-17T14:00:00Z') };
const MESSAGE = { channel: 'C0HELP', ts: '1.000001', userId: 'U0MAYA', form: false, about: 'self' } as const;

/** A desk whose Slack shows this of every thread. */
function deskWith(shown: object): Desk {
  const desk = {
    notes: createMemoryNotes({ clock: CLOCK }),
    config: { ...configWith([]), slack: { channels: ['C0HELP'], admins: [], replyDelayMs: 30_000 } },
    clock: CLOCK,
    workspace: { botUserId: 'U0DOCTOR' },
    client: { conversations: { replies: async () => ({ ok: true, ...shown }) } },
    log: { warn: () => undefined },
  };
  return desk as unknown as Desk;
}

it.each([
  ['nothing at all', {}, undefined],
  ['no message', { messages: [] }, undefined],
  ['the message alone', { messages: [{ ts: '1.000001' }] }, undefined],
  ['a tombstone', { messages: [{ ts: '1.000001', subtype: 'tombstone' }] }, 'deleted'],
  ['another message', { messages: [{ ts: '0.000001' }] }, 'deleted'],
  [
    'only our own reply',
    { messages: [{ ts: '1.000002', thread_ts: '1.000001', bot_id: 'B0DOCTOR' }] },
    undefined,
  ],
  [
    'only the answer',
    { messages: [{ ts: '1.000002', thread_ts: '1.000001', user: 'U0TOM' }] },
    'human-answered',
  ],
  ['an answer', { messages: [{ ts: '1.000001' }, { ts: '1.000002', user: 'U0TOM' }] }, 'human-answered'],
  ['a word of the same person', { messages: [{ ts: '1.000001' }, { user: 'U0MAYA' }] }, undefined],
])('where Slack shows %s of a thread', async (_what, shown, left) => {
  const limit = { until: 0 };
  const request = { ...MESSAGE, because: [] };
  expect(await whyLeft(request, 30_000, deskWith(shown), limit)).toBe(left);
});
