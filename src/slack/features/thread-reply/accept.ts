/** Decides on every message of the channels that opted in, and accepts what is to be answered as a job. */
import { NONE } from '../../../metrics/families.js';
import type { Desk } from '../../desk.js';
import type { SeenService } from '../../directory.js';
import type { SlackEvent } from '../../payloads.js';
import { describeRecognition, type Fired, recognise } from '../../recognizer/index.js';
import { rememberGone, rememberTalk } from './leave.js';
import { placeIn, type Request } from './request.js';
import { goneIn, namedIn, type Said, saidIn } from './said.js';

/** The kind of our jobs. */
export const REPLY = 'reply';

/** One message event. Returns when the work is accepted; Slack is told only then, and delivers again otherwise. */
export async function accept(event: SlackEvent, desk: Desk): Promise<void> {
  const { config, log, jobs } = desk;
  const gone = goneIn(event);
  if (gone && config.slack.channels.includes(gone.channel)) await rememberGone(gone.channel, gone.ts, desk);
  const said = saidIn(event);
  if (said === undefined || gone || !config.slack.channels.includes(said.channel)) return;
  if (said.human) await rememberTalk(said, desk);
  const { directory, services } = await desk.directory.seen();
  const { channel, ts } = said;
  const settings = { directory, botUserId: desk.workspace.botUserId, team: undefined };
  const recognition = recognise(said.message, settings);
  const decision = !recognition.fires ? 'silent' : config.slack.dryRun === true ? 'dry-run' : 'answer';
  const gate = recognition.fires ? NONE : recognition.gate;
  desk.metrics.count('messages_recognised_total', { decision, gate });
  const line = { event: 'recognised', channel, ts, ...describeRecognition(recognition) };
  if (!recognition.fires) return log.debug(line, 'A message is no access request');
  const delayMs = config.slack.replyDelayMs;
  if (config.slack.dryRun === true)
    return log.info({ ...line, dryRun: true, delayMs }, 'A message would be answered, were this no dry run');
  log.info({ ...line, delayMs }, 'A message is an access request');
  const id = `${event.teamId ?? desk.workspace.team ?? ''} ${channel} ${ts}`;
  await jobs.enqueue(REPLY, id, requestOf(said, recognition, desk, services), { delayMs });
}

function requestOf(said: Said, fired: Fired, { workspace }: Desk, services: readonly SeenService[]): Request {
  const { channel, ts, userId, teamId, form, message } = said;
  const other = fired.about === 'other' ? namedIn(message, [userId, workspace.botUserId]) : undefined;
  const known = services.find(({ name }) => name === fired.service);
  const url = placeIn(message.text, fired.url, known?.url);
  return {
    channel,
    ts,
    form,
    about: fired.about,
    because: [...fired.because],
    ...(userId === undefined ? {} : { userId }),
    ...(teamId === undefined ? {} : { teamId }),
    ...(other === undefined ? {} : { other }),
    ...(fired.service === undefined ? {} : { service: fired.service }),
    ...(url === undefined ? {} : { url }),
  };
}
