/** What is read of Slack's events, and what of it is kept: who wrote it where, and never the words. */
import { describe, expect, it } from 'vitest';
import { placeIn, requestFrom, wordsFor } from '../../../../src/slack/features/thread-reply/request.js';
import { goneIn, namedIn, saidIn } from '../../../../src/slack/features/thread-reply/said.js';
import type { Raw } from '../../../../src/slack/payloads.js';

const eventOf = (event: Raw) => ({ type: 'message', eventId: 'Ev1', teamId: 'T0ACME', event });
const plain = {
  type: 'message',
  channel: 'C1',
  ts: '1700000000.000100',
  user: 'U1',
  text: 'hello',
  team: 'T1',
};

describe('a message event', () => {
  it('of a person is theirs, in their workspace', () => {
    expect(saidIn(eventOf(plain))).toMatchObject({ userId: 'U1', teamId: 'T1', human: true, form: false });
    expect(saidIn(eventOf({ ...plain, user_team: 'T2' }))?.teamId).toBe('T2');
    expect(saidIn(eventOf({ ...plain, team: undefined }))?.teamId).toBe('T0ACME');
    expect(saidIn(eventOf({ ...plain, subtype: 'file_share' }))?.human).toBe(true);
  });

  it('of a bot, or without a channel or a moment, is nobody\u2019s', () => {
    expect(saidIn(eventOf({ ...plain, bot_id: 'B1' }))?.human).toBe(false);
    expect(saidIn(eventOf({ ...plain, channel: undefined }))).toBeUndefined();
    expect(saidIn(eventOf({ ...plain, ts: 7 }))).toBeUndefined();
  });

  it('of a form names no person, whichever way Slack marks it', () => {
    const old = { ...plain, user: undefined, subtype: 'bot_message', bot_id: 'B1', workflow_id: 'Wf1' };
    const modern = { ...plain, bot_id: 'B1', bot_profile: { id: 'B1', is_workflow_bot: true } };
    for (const event of [old, modern])
      expect(saidIn(eventOf(event))).toMatchObject({ userId: undefined, human: false, form: true });
  });

  it('in a thread knows it, a broadcast too, and one that opens a thread does not stand in it', () => {
    const reply = { ...plain, thread_ts: '1600000000.000100' };
    expect(saidIn(eventOf(reply))?.inThread).toBe('1600000000.000100');
    expect(saidIn(eventOf({ ...reply, subtype: 'thread_broadcast' }))?.human).toBe(true);
    expect(saidIn(eventOf({ ...plain, thread_ts: plain.ts }))?.inThread).toBeUndefined();
  });

  it('of a deletion says which message is gone, with replies or without', () => {
    const gone = { channel: 'C1', ts: '1.2' };
    const base = { type: 'message', channel: 'C1', ts: '9.9', hidden: true };
    expect(goneIn(eventOf({ ...base, subtype: 'message_deleted', deleted_ts: '1.2' }))).toEqual(gone);
    const tombstone = { ...base, subtype: 'message_changed', message: { subtype: 'tombstone', ts: '1.2' } };
    expect(goneIn(eventOf(tombstone))).toEqual(gone);
    expect(goneIn(eventOf({ ...base, subtype: 'message_changed', message: { ts: '1.2' } }))).toBeUndefined();
    expect(goneIn(eventOf(plain))).toBeUndefined();
  });
});

describe('the person a message names', () => {
  it('is the only one besides the writer and the bot', () => {
    const text = 'can <@U2> get in? asks <@U1>';
    expect(namedIn({ text, ts: '1' }, ['U1', 'UBOT'])).toBe('U2');
    expect(namedIn({ text: `${text} <@U3>`, ts: '1' }, ['U1'])).toBeUndefined();
    const blocks = [{ type: 'rich_text', elements: [{ elements: [{ type: 'user', user_id: 'U2' }] }] }];
    expect(namedIn({ blocks, ts: '1' }, ['U1'])).toBe('U2');
  });

  it('is nobody in a message of nonsense', () => {
    const loop: { elements: unknown[] } = { elements: [] };
    loop.elements.push(loop);
    expect(namedIn({ text: 7, blocks: [loop, null, '<@U9>'], ts: '1' }, [])).toBeUndefined();
  });
});

describe('the place of a request', () => {
  const https = new URL('https://dash.acme.test');

  it('keeps the path as it was written, and nothing that may be secret', () => {
    const text = 'see <http://dash.acme.test/Admin/Users?token=abc#x|dash>';
    expect(placeIn(text, 'http://dash.acme.test/admin/users?token=abc#x', https)).toBe(
      'https://dash.acme.test/Admin/Users',
    );
  });

  it('is left to the service where the address says no more', () => {
    expect(placeIn('https://dash.acme.test/', 'https://dash.acme.test/', https)).toBeUndefined();
    expect(placeIn('elsewhere', 'https://dash.acme.test/a', https)).toBeUndefined();
    expect(placeIn(undefined, 'https://dash.acme.test/a', https)).toBeUndefined();
  });

  it('becomes the question as after the command', () => {
    const request = requestFrom({ channel: 'C1', ts: '1.2', form: false, about: 'self', because: [] });
    if (!request) throw new Error('not a request');
    expect(wordsFor(request)).toEqual(['why', 'me']);
    expect(wordsFor({ ...request, service: 'dashboard' })).toEqual(['why', 'me', 'dashboard']);
    expect(wordsFor({ ...request, url: 'https://a.test/b' }, '<@U2>')).toEqual([
      'why',
      '<@U2>',
      'https://a.test/b',
    ]);
    expect(requestFrom({ channel: 'C1' })).toBeUndefined();
  });
});
