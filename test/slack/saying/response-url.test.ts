/** The reply address: only Slack's own, five posts, half an hour. */
import { describe, expect, it } from 'vitest';
import { plainMessage } from '../../../src/slack/saying/message.js';
import { openResponseUrl, parseResponseUrl } from '../../../src/slack/saying/response-url.js';
import { createSlots } from '../../../src/slack/saying/slots.js';

describe('a reply address', () => {
  it('is believed on Slack’s own host over https alone', () => {
    expect(parseResponseUrl('https://hooks.slack.com/commands/T1/2/abc', false)?.pathname).toBe(
      '/commands/T1/2/abc',
    );
    for (const foreign of [
      'http://hooks.slack.com/commands/T1/2/abc',
      'https://hooks.slack.com:8443/commands',
      'https://hooks.slack.com.evil.test/commands',
      'https://evil.test/hooks.slack.com',
      'https://hooks.slack.com@evil.test/commands',
      'https://user:pass@hooks.slack.com/commands',
      'file:///etc/passwd',
      'javascript:alert(1)',
      '//hooks.slack.com/x',
      '',
      undefined,
      null,
      7,
    ])
      expect(parseResponseUrl(foreign, false)).toBeUndefined();
  });

  it('is believed on this computer only while Slack itself is emulated on it', () => {
    for (const local of [
      'http://127.0.0.1:4000/commands/x',
      'http://localhost:4000/x',
      'http://[::1]:4000/x',
    ]) {
      expect(parseResponseUrl(local, false)).toBeUndefined();
      expect(parseResponseUrl(local, true)?.href).toBe(local);
    }
    for (const foreign of [
      'http://127.0.0.1.evil.test/x',
      'http://10.0.0.1/x',
      'http://169.254.169.254/x',
      'ftp://127.0.0.1/x',
    ])
      expect(parseResponseUrl(foreign, true)).toBeUndefined();
  });
});

describe('posting to a reply address', () => {
  const url = new URL('https://hooks.slack.com/commands/T1/2/abc');
  const signal = new AbortController().signal;
  function slack(status: number, body: string) {
    const bodies: unknown[] = [];
    let now = 0;
    const fetchLike: typeof fetch = async (_url, init) => {
      bodies.push(JSON.parse(String(init?.body)));
      if (status === 0) throw new Error('connection refused');
      return new Response(body, { status });
    };
    const posting = { fetch: fetchLike, slots: createSlots(1), postMs: 1_000 };
    const address = openResponseUrl(url, { now: () => now }, posting);
    return { address, bodies, pass: (ms: number) => (now += ms) };
  }

  it('is ephemeral, unfurls nothing, and replaces only when asked to', async () => {
    const { address, bodies } = slack(200, 'ok');
    expect(await address.post(plainMessage('hello'), false, signal)).toBe('delivered');
    await address.post({ text: 'bare', blocks: [] }, true, signal);
    expect(bodies[0]).toMatchObject({ response_type: 'ephemeral', unfurl_links: false, unfurl_media: false });
    expect(bodies[0]).not.toHaveProperty('replace_original');
    expect(bodies[1]).toMatchObject({ replace_original: true, text: 'bare' });
    expect(bodies[1]).not.toHaveProperty('blocks');
  });

  it('stops after five posts, failed ones included, and after half an hour', async () => {
    const { address, bodies } = slack(500, '');
    for (let n = 0; n < 5; n++) expect(await address.post(plainMessage('x'), false, signal)).toBe('unsure');
    expect(address.left).toBe(0);
    expect(await address.post(plainMessage('x'), false, signal)).toBe('spent');
    expect(bodies).toHaveLength(5);

    const late = slack(200, '');
    late.pass(30 * 60_000);
    expect(await late.address.post(plainMessage('x'), false, signal)).toBe('spent');
    expect(late.bodies).toEqual([]);
  });

  it.each([
    [200, 'ok', 'delivered'],
    [200, '{"ok":true}', 'delivered'],
    [200, '', 'delivered'],
    [200, '{"ok":false,"error":"invalid_blocks"}', 'refused'],
    [400, 'invalid_payload', 'refused'],
    [302, '', 'refused'],
    [404, '{"ok":false,"error":"expired_url"}', 'gone'],
    [200, '{"ok":false,"error":"used_url"}', 'gone'],
    [410, '', 'gone'],
    [429, '', 'limited'],
    [503, '', 'unsure'],
    [0, '', 'unsure'],
  ] as const)('status %i with %j counts as %s…', async (status, body, outcome) => {
    expect(await slack(status, body).address.post(plainMessage('x'), false, signal)).toBe(outcome);
  });
});
