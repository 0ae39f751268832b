/** The whole way in the fictional company: Noor is stopped, asks the owner, who mends it, and hears that it works. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addGroupMember } from '../../../../src/sandbox/google/change.js';
import type { ChannelMessage } from '../../../../src/sandbox/slack/index.js';
import { openStage, type Stage } from '../../../../src/sandbox/stage.js';
import { until } from '../../../support/until.js';
import { wordsOf } from '../buttoned.js';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ now: () => Date.now() }, { redis: false });
}, 60_000);
afterAll(() => stage.close());

const PATIENT_MS = 30_000;

it('goes from the refusal to "works now" by four clicks', async () => {
  const { slack, people, company } = stage;
  const idOf = (name: string): string => people.find((one) => one.name === name)?.id ?? 'nobody';
  const [noor, bob] = [idOf('noor'), idOf('bob')];
  const direct = (user: string): readonly ChannelMessage[] => slack.state.directMessages(user).messages;
  const answer = () =>
    slack.state.ephemerals.find((one) => wordsOf(one).includes("can't get into dashboard"));

  await slack.slash(noor, 'C0PLATFORM', 'why me dashboard');
  await until('the refusal', () => answer() !== undefined, PATIENT_MS);
  const refusal = answer();
  if (refusal === undefined) throw new Error('no refusal');
  await slack.click(noor, refusal, 'owner_ask');
  await until('the window', () => (slack.state.modals.get(noor) ?? []).length === 1, PATIENT_MS);
  await slack.submit(noor, {});
  // The owner is found through the group that owns the service.
  await until('the owner has it', () => direct(bob).length === 1, PATIENT_MS);
  const [request] = direct(bob);
  if (request === undefined) throw new Error('no request');
  expect(wordsOf(request)).toContain(
    'gcloud identity groups memberships add --group-email=dash-users@acme.test --member-email=noor@acme.test',
  );
  addGroupMember(
    company.google.world,
    { group: 'dash-users@acme.test', member: 'noor@acme.test' },
    { by: { email: 'bob@acme.test', ip: '203.0.113.5', userAgent: 'gcloud' } },
  );
  await slack.click(bob, request, 'owner_done');
  const said = (): string => direct(noor).map(wordsOf).join('\n');
  await until('it works', () => said().includes('Works now, took'), PATIENT_MS);
  expect(said()).toMatch(
    /says it is done: access to {2}dashboard {2}should be mended.*\n.*you {2}can get into {2}dashboard/,
  );
  expect(slack.state.violations).toEqual([]);
}, 120_000);
