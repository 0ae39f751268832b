/** Administrators by group, as Google tells: who is taken out stops being one within minutes, and a group nobody can read makes nobody one. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isMemberOf } from '../../../src/diagnosis/facts/is-member.js';
import { createGoogle, type GoogleConnection } from '../../../src/google/index.js';
import type { Email } from '../../../src/names/index.js';
import { addGroupMember, removeGroupMember } from '../../../src/sandbox/google/change.js';
import { type GoogleEmulator, startGoogleEmulator } from '../../../src/sandbox/google/emulator.js';
import { byHand } from '../../../src/sandbox/web/switches/actor.js';
import { acmeWorld } from '../../../src/sandbox/world.js';
import { type Standing, standingOf } from '../../../src/slack/people/who-may-ask.js';
import { createMemoryFactCache } from '../../../src/store/memory.js';
import type { FactCache } from '../../../src/store/ports.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { email } from '../bench.js';

const BOB = email('bob@acme.test');
const ADMINS = email('iap-admins@acme.test');
const MINUTE = 60_000;

const clock = createFakeClock();
let emulator: GoogleEmulator;
let google: GoogleConnection;
let cache: FactCache;
beforeEach(async () => {
  emulator = await startGoogleEmulator({ world: acmeWorld(clock), clock });
  google = createGoogle({
    endpoint: new URL(emulator.url),
    token: 'emulator',
    retryBaseMs: 1,
    now: clock.now,
  });
  cache = createMemoryFactCache({ clock, version: 'test', identity: 'test' });
});
afterEach(async () => {
  await cache.close();
  google.close();
  await emulator.close();
});

const standing = (who: Email): Promise<Standing> => {
  const signal = AbortSignal.timeout(5_000);
  return standingOf(
    who,
    [{ kind: 'group', email: ADMINS }],
    (person, group) => isMemberOf({ google, cache, clock, signal }, person, group),
    signal,
  );
};

describe('an administrator by group', () => {
  it('is looked up once in a while, not with every question', async () => {
    expect(await standing(BOB)).toBe('admin');
    const calls = emulator.requests.length;
    expect(await standing(BOB)).toBe('admin');
    expect(emulator.requests).toHaveLength(calls);
    expect(await standing(email('maya@acme.test'))).toBe('asker');
  });

  it('who is taken out of the group is none any more within minutes', async () => {
    expect(await standing(BOB)).toBe('admin');
    removeGroupMember(emulator.world, { group: ADMINS, member: BOB }, byHand);
    clock.advance(3 * MINUTE);
    expect(await standing(BOB)).toBe('asker');
  });

  it('who has come into the group is one within minutes', async () => {
    const maya = email('maya@acme.test');
    expect(await standing(maya)).toBe('asker');
    addGroupMember(emulator.world, { group: ADMINS, member: maya }, byHand);
    clock.advance(3 * MINUTE);
    expect(await standing(maya)).toBe('admin');
  });

  it('is nobody while the group cannot be read, and that is no “no”', async () => {
    emulator.faults.push({ kind: 'forbidden', path: /groups|memberships/ });
    expect(await standing(BOB)).toBe('unsure');
    expect(await standing(email('maya@acme.test'))).toBe('unsure');
  });

  it('stays one for a while when Google fails, and not for ever', async () => {
    expect(await standing(BOB)).toBe('admin');
    emulator.faults.push({ kind: 'server-error' });
    clock.advance(5 * MINUTE);
    expect(await standing(BOB)).toBe('admin');
    clock.advance(20 * MINUTE);
    expect(await standing(BOB)).toBe('unsure');
  });
});
