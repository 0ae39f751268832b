/** manifest.yml: valid for Slack, in step with the verbs, and asking for no right that is not needed. */
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { verbs } from '../../commands/index.js';
import { ANA, type Bench, type BenchOptions, GENERAL, startBench } from './bench.js';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const manifest = parse(read('../../manifest.yml'));
const valid = new Ajv({ allErrors: true }).compile(JSON.parse(read('./manifest-schema.json')));
const [command] = manifest.features.slash_commands;
const scopes: readonly string[] = manifest.oauth_config.scopes.bot;

let bench: Bench | undefined;
afterEach(async () => {
  await bench?.close();
  bench = undefined;
});
const start = async (options: BenchOptions): Promise<Bench> => {
  bench = await startBench(options);
  return bench;
};

describe('the manifest', () => {
  it('is valid by Slack’s published schema', () => {
    valid(manifest);
    expect(valid.errors).toBeNull();
  });

  it('would not be valid with a field too long, unknown or missing', () => {
    const wrong = [
      { ...manifest, display_information: { name: 'x'.repeat(36) } },
      { ...manifest, display_information: { description: 'no name' } },
      { ...manifest, surprise: true },
      { ...manifest, settings: { interactivity: {} } },
      { ...manifest, features: { slash_commands: [{ command: 'iap', description: 'no slash' }] } },
    ];
    for (const one of wrong) expect(valid(one)).toBe(false);
  });

  it('hints at every verb of Slack and at nothing else', () => {
    const usages = verbs.flatMap((verb) => (verb.usage.slack === undefined ? [] : [verb.usage.slack]));
    expect(command.usage_hint.split(' · ').sort()).toEqual([...usages].sort());
  });

  it('lets @names arrive as something that can be looked up', () => {
    expect(command).toMatchObject({ command: '/iap', should_escape: true });
  });

  it('works without a public address', () => {
    expect(manifest.settings.socket_mode_enabled).toBe(true);
    expect(JSON.stringify(manifest)).not.toMatch(/"(?:request_)?url"/);
  });
});

describe('the rights in the manifest', () => {
  /** Everything the bot ever does in Slack, on its longest way round. */
  async function everything(granted: readonly string[]): Promise<Bench> {
    const running = await start({
      emulator: { scopes: granted, channels: [{ id: GENERAL, name: 'general', botIsMember: false }] },
    });
    running.emulator.faults.add({ on: 'response_url', status: 404 });
    await running.emulator.slash(ANA, GENERAL, 'why me');
    await running.untilLogged('nswer');
    return running;
  }
  const refused = (running: Bench) =>
    running.emulator.state.happenings.all.flatMap((one) =>
      one.type === 'api_call' && one.call.error === 'missing_scope' ? [one.call.method] : [],
    );

  it('are enough for everything the bot does', async () => {
    const running = await everything(scopes);
    expect(refused(running)).toEqual([]);
    expect(running.emulator.state.channels.get('D0ANA')?.messages).toHaveLength(1);
    expect(running.asked[0]?.asking.speaker.self).toEqual({ kind: 'user', email: 'ana@acme.test' });
  });

  it.each([
    ['chat:write', 'chat.postEphemeral'],
    ['im:write', 'conversations.open'],
    ['users:read', 'users.info'],
  ])('hold %s because %s needs it', async (scope, method) => {
    expect(refused(await everything(scopes.filter((one) => one !== scope)))).toContain(method);
  });

  it('hold users:read.email because without it nobody is known', async () => {
    const running = await everything(scopes.filter((one) => one !== 'users:read.email'));
    expect(running.asked[0]?.asking.speaker.self).toBeUndefined();
  });

  it('hold nothing else but the command itself', () => {
    expect([...scopes].sort()).toEqual([
      'chat:write',
      'commands',
      'im:write',
      'users:read',
      'users:read.email',
    ]);
  });
});
