/** manifest.yml: valid for Slack, in step with the verbs, and asking for no right that is not needed. */
import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { verbs } from '../../commands/index.js';
import { features } from '../../src/slack/features/index.js';
import { ANA, type Bench, type BenchOptions, GENERAL, startBench } from './bench.js';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const manifest = parse(read('../../manifest.yml'));
const valid = new Ajv({ allErrors: true }).compile(JSON.parse(read('./manifest-schema.json')));
const [command] = manifest.features.slash_commands;
const scopes: readonly string[] = manifest.oauth_config.scopes.bot;
const events: readonly string[] = manifest.settings.event_subscriptions.bot_events;

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
      {
        ...manifest,
        features: {
          shortcuts: [{ name: 'x'.repeat(25), type: 'message', callback_id: 'a', description: 'b' }],
        },
      },
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

/**
 * Bot scopes by method (docs.slack.dev, each method's page). Histories need the scope of the channel's kind; a view
 * needs none. Profiles carry an address only with users:read.email.
 */
const SCOPES_OF_METHOD: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'assistant.threads.setStatus': ['chat:write'],
  'chat.delete': ['chat:write'],
  'chat.getPermalink': [],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.open': ['im:write'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history'],
  'reactions.add': ['reactions:write'],
  'reactions.remove': ['reactions:write'],
  'users.info': ['users:read', 'users:read.email'],
  'users.lookupByEmail': ['users:read.email'],
  'views.open': [],
  'views.publish': [],
  'views.push': [],
  'views.update': [],
};

/** Bot scopes by event (docs.slack.dev, each event's page). */
const SCOPE_OF_EVENT: Readonly<Record<string, readonly string[]>> = {
  app_home_opened: [],
  app_mention: ['app_mentions:read'],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.im': ['im:history'],
};

/** The Web API methods that stand in the source of the Slack side. */
function calledMethods(): readonly string[] {
  const folder = new URL('../../src/slack/', import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const found = files.flatMap((name) => {
    const source = readFileSync(new URL(name, folder), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
    return [
      ...[...source.matchAll(/\bclient\s*\.([a-z]+(?:\s*\.[a-zA-Z]+)+)\(/g)].map(([, path = '']) => path),
      ...[...source.matchAll(/\bapiCall\(\s*'([\w.]+)'/g)].map(([, method = '']) => method),
    ].map((method) => method.replace(/\s/g, ''));
  });
  return [...new Set(found)].sort();
}

describe('what the manifest lets in', () => {
  it('is every event a feature listens to, and no other', () => {
    const heard = events.map((event) => event.replace(/^message\..*/, 'message'));
    const listened = features.flatMap((feature) => Object.keys(feature.events ?? {}));
    expect([...new Set(heard)].sort()).toEqual([...new Set(listened)].sort());
  });

  it('is every shortcut a feature answers, and no other', () => {
    const offered = manifest.features.shortcuts.map(({ callback_id: id }: { callback_id: string }) => id);
    const answered = features.flatMap((feature) => Object.keys(feature.shortcuts ?? {}));
    expect([...offered].sort()).toEqual([...answered].sort());
  });

  it('is clicks and modals, questions in direct messages, and the Home tab', () => {
    expect(manifest.settings.interactivity.is_enabled).toBe(true);
    expect(manifest.features.app_home).toEqual({
      home_tab_enabled: true,
      messages_tab_enabled: true,
      messages_tab_read_only_enabled: false,
    });
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

  it('hold nothing that neither an event nor a call needs', () => {
    const needed = new Set([
      'commands',
      ...events.flatMap((event) => SCOPE_OF_EVENT[event] ?? []),
      ...calledMethods().flatMap((method) => SCOPES_OF_METHOD[method] ?? [`unknown to this test: ${method}`]),
    ]);
    expect([...scopes].sort()).toEqual([...needed].sort());
  });
});
