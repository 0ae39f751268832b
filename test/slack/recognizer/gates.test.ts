/** Each gate stops what it is there for, and nothing else. */
import { describe, expect, it } from 'vitest';
import { type Recognition, recognise, type SeenMessage } from '../../../src/slack/recognizer/index.js';
import { section, typed, user } from './rich.js';
import { SETTINGS } from './score.js';

const TEXT = 'could someone give me access to grafana please?';
const seen = (more: Partial<SeenMessage>): Recognition =>
  recognise({ text: TEXT, user: 'U0MAYA', userTeam: 'T0ACME', ts: '10.1', ...more }, SETTINGS);
const gate = (more: Partial<SeenMessage>): string => {
  const recognition = seen(more);
  return recognition.fires ? 'fires' : recognition.gate;
};

describe('the gates', () => {
  it('let an ordinary post through', () => {
    expect(gate({})).toBe('fires');
    expect(gate({ userTeam: undefined })).toBe('fires');
    expect(gate({ threadTs: '10.1' }), 'the first post of a thread').toBe('fires');
    expect(gate({ subtype: 'file_share' }), 'a screenshot with words').toBe('fires');
  });

  it.each([
    'message_changed',
    'message_deleted',
    'channel_join',
    'channel_topic',
    'me_message',
    'reminder_add',
  ])('stop %s', (subtype) => {
    expect(gate({ subtype })).toBe('edited');
  });

  it('stop what is hidden', () => {
    expect(gate({ hidden: true })).toBe('edited');
  });

  it('stop bots, with a subtype and without', () => {
    expect(gate({ subtype: 'bot_message', botId: 'B1', user: undefined })).toBe('bot');
    expect(gate({ botId: 'B1' })).toBe('bot');
  });

  it('take the post of a form, and name the person it names as a hint', () => {
    const form = seen({
      subtype: 'bot_message',
      botId: 'B1',
      workflowId: 'Wf1',
      user: undefined,
      text: '*Access request* from <@U0LEOX1>: please give me access to grafana',
    });
    expect(form).toMatchObject({ fires: true, service: 'grafana', formUser: 'U0LEOX1' });
    expect(seen({ text: 'please give <@U0LEOX1> access to grafana' })).toMatchObject({ formUser: undefined });
  });

  it('stop replies in threads, also those shown in the channel', () => {
    expect(gate({ threadTs: '9.9' })).toBe('thread-reply');
    expect(gate({ threadTs: '9.9', subtype: 'thread_broadcast' })).toBe('thread-reply');
  });

  it('stop people of other workspaces', () => {
    expect(gate({ userTeam: 'T0ELSE' })).toBe('other-workspace');
  });

  it('leave a mention of us to its own event', () => {
    expect(gate({ text: `<@U0BOT> ${TEXT}` })).toBe('mentions-us');
    expect(gate({ text: '', blocks: typed(section(user('U0BOT'), ` ${TEXT}`)) })).toBe('mentions-us');
    expect(gate({ text: `<@U0TOM> ${TEXT}` })).toBe('fires');
  });

  it('tell an empty message from one without a phrase, one without a service, and one that is none', () => {
    expect(gate({ text: ' :wave: ' })).toBe('empty');
    expect(gate({ text: undefined })).toBe('empty');
    expect(gate({ text: 'grafana has a new look' })).toBe('no-phrase');
    expect(gate({ text: 'could someone give me access to the moon please?' })).toBe('no-context');
    expect(gate({ text: 'I got a 403 on grafana, never mind' })).toBe('negative');
  });
});
