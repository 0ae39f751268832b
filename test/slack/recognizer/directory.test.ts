/** Services under every name: found ones, hostile ones, hundreds of them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Place } from '../../../src/diagnosis/question.js';
import {
  describeRecognition,
  directoryOf,
  knownServices,
  type Recognition,
  recognise,
} from '../../../src/slack/recognizer/index.js';
import { SETTINGS } from './score.js';

const place = (name: string, url?: string): Place => ({
  name,
  url: url === undefined ? undefined : new URL(url),
  service: undefined,
  resource: { kind: 'organization' } as unknown as Place['resource'],
});
const configured = (name: string, aliases: readonly string[], url: string) => ({
  name,
  aliases,
  url: new URL(url),
  resource: undefined,
  audience: undefined,
  grpc: undefined,
  owners: [],
});
const ask = (text: string, directory: ReturnType<typeof directoryOf>): Recognition =>
  recognise({ text, ts: '1.1' }, { ...SETTINGS, directory });

describe('the services that are listened for', () => {
  const known = knownServices(
    [configured('ledger', ['books'], 'https://ledger.acme.test/home')],
    [
      place('ledger', 'https://other.acme.test'),
      place('acme-prod/metabase'),
      place('run-app', 'https://run.acme.test'),
    ],
  );

  it('are the configured ones and those found, each once', () => {
    expect(known).toEqual([
      { name: 'ledger', aliases: ['books'], hosts: ['ledger.acme.test'] },
      { name: 'acme-prod/metabase', aliases: ['metabase'], hosts: [] },
      { name: 'run-app', aliases: [], hosts: ['run.acme.test'] },
    ]);
  });

  it.each([
    ['need access to books please', 'ledger'],
    ['403 on https://ledger.acme.test/x?y=1', 'ledger'],
    ['I cannot open metabase', 'acme-prod/metabase'],
    ['I cannot open run.acme.test', 'run-app'],
    ['I cannot open notrun.acme.test', undefined],
    ['I cannot open run.acme.test.evil.test', undefined],
    ['I cannot open books-archive', undefined],
  ])('%s: %s', (text, service) => {
    const recognition = ask(text, directoryOf(known));
    expect(recognition.fires ? recognition.service : undefined).toBe(service);
  });

  it('are told apart by port, and not by an address that several share', () => {
    const [dash, orders] = knownServices(
      [
        configured('dash', [], 'http://apps.acme.test:8081/'),
        configured('orders', [], 'http://apps.acme.test:8082/'),
      ],
      [],
    );
    expect([dash?.hosts, orders?.hosts]).toEqual([['apps.acme.test:8081'], ['apps.acme.test:8082']]);
    const directory = directoryOf([dash, orders].flatMap((one) => one ?? []));
    expect(ask('403 on http://apps.acme.test:8082/list', directory)).toMatchObject({ service: 'orders' });
    expect(ask('403 on http://apps.acme.test/list', directory).fires).toBe(false);
  });

  it('may have any name: every character stands for itself', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constantFrom('.*', '(', '[a-', 'a{9999}', '\\', '$&', '')), {
          maxLength: 5,
        }),
        (names) => {
          const directory = directoryOf(names.map((name) => ({ name, aliases: [name], hosts: [name] })));
          expect(typeof ask('please give me access to the moon', directory).fires).toBe('boolean');
        },
      ),
    );
    expect(
      ask('please give me access to the moon', directoryOf([{ name: '.*', aliases: [], hosts: ['.+'] }]))
        .fires,
    ).toBe(false);
  });

  it('may be hundreds without making an answer slow', () => {
    const many = directoryOf(
      Array.from({ length: 300 }, (_one, i) => ({
        name: `service-${i}`,
        aliases: [`s${i}`, `svc${i}`],
        hosts: [`service-${i}.acme.test`],
      })),
    );
    const time = (directory: ReturnType<typeof directoryOf>): number => {
      const from = performance.now();
      for (let i = 0; i < 50; i += 1)
        ask('could someone give me access to service-299 please? I start today', directory);
      return performance.now() - from;
    };
    expect(ask('could someone give me access to service-299 please?', many)).toMatchObject({
      service: 'service-299',
    });
    const few = time(many.slice(0, 8));
    expect(time(many)).toBeLessThan(few * 10 + 250);
  });
});

describe('the log line of a dry run', () => {
  it('says what was decided and why, without a word of the message', () => {
    const text = 'Zebra here: https://grafana.acme.test/secret-board gives me 403, please let Zebra in';
    const line = describeRecognition(recognise({ text, ts: '1.1' }, SETTINGS));
    expect(line).toMatchObject({ recognised: 'yes', service: 'grafana', kind: 'refused', about: 'self' });
    expect(JSON.stringify(line)).not.toMatch(/zebra|secret-board/i);
  });

  it('names the gate of a message that is left alone', () => {
    expect(describeRecognition(recognise({ text: 'dash 403, nvm', ts: '1.1' }, SETTINGS))).toEqual({
      recognised: 'no',
      gate: 'negative',
      because: ['over'],
    });
  });
});
