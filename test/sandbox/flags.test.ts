/** The sandbox's flags and when it opens a browser. */
import { describe, expect, it } from 'vitest';
import { readFlags } from '../../src/sandbox/flags.js';
import { browserCommand } from '../../src/sandbox/open-browser.js';

describe('the sandbox’s flags', () => {
  it.each([
    [[], undefined, true, []],
    [['--no-open'], undefined, false, []],
    [['--port', '8080'], 8080, true, []],
    [['--port=0', '--no-open'], 0, false, []],
    [['why', 'maya@acme.test', '--port', '1'], undefined, true, ['why', 'maya@acme.test', '--port', '1']],
    [['--no-open', 'status', '--json'], undefined, false, ['status', '--json']],
    [['--json'], undefined, true, ['--json']],
  ])('%j', (words, port, open, left) => {
    expect(readFlags(words)).toEqual({ ok: true, flags: { port, open }, words: left });
  });

  it.each([['--port'], ['--port='], ['--port', 'x'], ['--port', '65536'], ['--port=-1']])(
    'say what a port is to %s',
    (...words) => {
      expect(readFlags(words)).toMatchObject({ ok: false, error: expect.stringContaining('0 to 65535') });
    },
  );
});

describe('a browser', () => {
  it.each<[NodeJS.Platform, NodeJS.ProcessEnv, string | undefined]>([
    ['linux', {}, undefined],
    ['linux', { DISPLAY: ':0' }, 'xdg-open'],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, 'xdg-open'],
    ['linux', { DISPLAY: ':0', CI: 'true' }, undefined],
    ['darwin', {}, 'open'],
    ['darwin', { CI: '1' }, undefined],
    ['win32', {}, 'explorer.exe'],
  ])('on %s with %j is opened by %s', (platform, env, program) => {
    expect(browserCommand(platform, env)?.[0]).toBe(program);
  });
});
