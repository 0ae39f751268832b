/** Who may ask about whom: oneself always, others as an administrator, nobody by a failed look-up. */
import { describe, expect, it } from 'vitest';
import { type Email, type Principal, parseSubject, type Subject } from '../../../src/names/index.js';
import { mayAsk, standingOf } from '../../../src/slack/people/who-may-ask.js';
import { email } from '../bench.js';

const ANA = email('ana@acme.test');
const ADMINS = email('iap-admins@acme.test');
const OTHERS = email('others@acme.test');
const never = new AbortController().signal;
const group = (address: Email): Principal => ({ kind: 'group', email: address });
const subject = (text: string): Subject => {
  const parsed = parseSubject(text);
  if (parsed === undefined) throw new Error(text);
  return parsed;
};

describe('the standing of a speaker', () => {
  it('is administrator when the address is listed, without asking about any group', async () => {
    const admins: Principal[] = [group(ADMINS), { kind: 'user', email: ANA }];
    expect(await standingOf(ANA, admins, () => Promise.reject(new Error('asked')), never)).toBe('admin');
  });

  it('is administrator when one listed group has them, and does not wait for the others', async () => {
    const isInGroup = (_: Email, one: Email) =>
      one === ADMINS ? Promise.resolve(true) : new Promise<boolean>(() => undefined);
    expect(await standingOf(ANA, [group(OTHERS), group(ADMINS)], isInGroup, never)).toBe('admin');
  });

  it('is an ordinary one when every group says no', async () => {
    expect(await standingOf(ANA, [group(OTHERS), group(ADMINS)], async () => false, never)).toBe('asker');
    expect(await standingOf(ANA, [], async () => true, never)).toBe('asker');
  });

  it('is unsure, never administrator, when a group could not be looked up', async () => {
    const look = async (_: Email, one: Email) => (one === ADMINS ? undefined : false);
    expect(await standingOf(ANA, [group(OTHERS), group(ADMINS)], look, never)).toBe('unsure');
    const fail = () => Promise.reject(new Error('down'));
    expect(await standingOf(ANA, [group(ADMINS)], fail, never)).toBe('unsure');
  });

  it('is unsure when the look-up is cut off', async () => {
    const controller = new AbortController();
    const standing = standingOf(ANA, [group(ADMINS)], () => new Promise(() => undefined), controller.signal);
    controller.abort();
    expect(await standing).toBe('unsure');
    expect(await standingOf(ANA, [group(ADMINS)], async () => true, AbortSignal.abort())).toBe('unsure');
  });

  it('is an ordinary one without an address, and by domains or everybody', async () => {
    const wide: Principal[] = [{ kind: 'allUsers' }, { kind: 'allAuthenticatedUsers' }];
    expect(await standingOf(undefined, [{ kind: 'user', email: ANA }], async () => true, never)).toBe(
      'asker',
    );
    expect(await standingOf(ANA, wide, async () => true, never)).toBe('asker');
  });
});

describe('asking about somebody', () => {
  const self = subject('ana@acme.test');
  const federated = subject('principal://iam.googleapis.com/locations/global/workforcePools/p/subject/a');

  it('is open about oneself, whatever the standing', () => {
    expect(mayAsk(self, subject('user:ANA@acme.test'), 'asker')).toBe(true);
    expect(mayAsk(federated, federated, 'unsure')).toBe(true);
  });

  it('about others is for administrators', () => {
    for (const other of [
      'bob@acme.test',
      'serviceAccount:ana@acme.test',
      federated.kind === 'federated' ? federated.raw : '',
    ]) {
      expect(mayAsk(self, subject(other), 'asker')).toBe(false);
      expect(mayAsk(self, subject(other), 'unsure')).toBe(false);
      expect(mayAsk(self, subject(other), 'admin')).toBe(true);
    }
    expect(mayAsk(undefined, subject('ana@acme.test'), 'asker')).toBe(false);
  });
});
