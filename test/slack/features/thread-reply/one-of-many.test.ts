/** What one of many is told alone: first that there is nothing to do, then everything about themselves. */
import { describe, expect, it } from 'vitest';
import { renderBlocks } from '../../../../src/render/blocks.js';
import { validateMessage } from '../../../../src/render/slack-limits.js';
import { aloneWords } from '../../../../src/slack/features/incident/alone.js';
import { asOneOfMany } from '../../../../src/slack/features/thread-reply/one-of-many.js';
import { denied, NOW } from '../../../render/fixtures.js';

const incident = {
  id: 'I1',
  key: 'K',
  service: 'dashboard',
  stops: 'access',
  code: 'grant-removed',
  openedAt: 0,
} as const;
const change = { cause: 'c', at: 0, affected: 214, complete: true };
const standing = { incident: { ...incident, change }, people: 6, insight: undefined, end: undefined };

describe('one of many', () => {
  it('hears how many they are, and that there is nothing to do', () => {
    expect(aloneWords(standing).words).toBe(
      'You are one of 214 people stopped by this. Nothing to fix on your side: the channel hears when it works again. The rest is for your information.',
    );
    expect(aloneWords({ ...standing, incident }).words).toMatch(/^You are one of 6 people/);
  });

  it('hears that it is the way that is broken, not their access', () => {
    const broken = { ...standing, incident: { ...incident, stops: 'path' as const } };
    expect(aloneWords(broken).words).toMatch(/^dashboard is broken for everybody/);
  });

  it('reads it before the answer, without the button that everybody would press', () => {
    const buttons = [
      { actionId: 'owner_ask', label: 'Ask the owner', value: 'A' },
      { actionId: 'watch', label: 'Watch until mended', value: 'A' },
    ];
    const answer = renderBlocks({ kind: 'why', report: denied }, 'asker', {
      about: 'self',
      now: NOW,
      buttons,
    });
    const message = asOneOfMany(answer, aloneWords(standing));
    expect(JSON.stringify(message.blocks[0])).toContain('You are one of 214 people');
    expect(JSON.stringify(message.blocks)).not.toContain('Ask the owner');
    expect(JSON.stringify(message.blocks)).toContain('Watch until mended');
    expect(message.text).toMatch(/^You are one of 214 people/);
    expect(validateMessage(message)).toEqual([]);
  });

  it('is shown what outsiders named as it is', () => {
    const words = '<!channel> <https://evil.test|x> *b*';
    const message = asOneOfMany({ text: 'x', blocks: [] }, { words, without: [] });
    expect(message.text).toBe('&lt;!channel&gt; &lt;https://evil.test|x&gt; *b* x');
    expect(message.blocks).toMatchObject([{ elements: [{ elements: [{ type: 'text', text: words }] }] }]);
  });
});
