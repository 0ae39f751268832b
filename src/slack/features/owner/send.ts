/** Sends a request to the owners: once to each, whatever happens to the processes, and tells who asked. */
import { notice } from '../../../render/notice.js';
import { toRequester } from '../../../render/owner-words.js';
import type { Job, JobEnd } from '../../../store/ports-jobs.js';
import type { Desk } from '../../desk.js';
import { whatWentWrong } from '../../log.js';
import { plainMessage } from '../../saying/message.js';
import { patiently } from '../../saying/web-client.js';
import { tellPerson } from '../watch/tell.js';
import { type Target, targetsOf } from './owners.js';
import {
  fall,
  keepAsk,
  messageFor,
  type OwnerAsk,
  type Recipient,
  repliesTo,
  reviveTargets,
} from './request.js';
import { showReplies } from './show.js';

const LONGEST_WAIT_MS = 20_000;

async function deliver(ask: OwnerAsk, target: Target, desk: Desk): Promise<Recipient | undefined> {
  const signal = AbortSignal.any([desk.stopping, AbortSignal.timeout(LONGEST_WAIT_MS)]);
  const userId = 'userId' in target ? target.userId : undefined;
  try {
    const channel =
      'channel' in target
        ? target.channel
        : (await patiently(() => desk.client.conversations.open({ users: target.userId }))).channel?.id;
    if (channel === undefined) return undefined;
    const message = messageFor(ask, await repliesTo(desk.notes, ask.id), userId);
    const posted = await desk.out.posted(
      { id: `owner ${ask.id} ${channel}`, channel, message, pressing: true },
      signal,
    );
    if (posted.ok) return { channel, ts: posted.ts, ...(userId === undefined ? {} : { userId }) };
    desk.log.warn({ ask: ask.id, channel, detail: posted.detail }, 'A request could not be sent to an owner');
  } catch (error) {
    desk.log.warn({ ask: ask.id, error: whatWentWrong(error) }, 'A request could not be sent to an owner');
  }
  return undefined;
}

export async function send(job: Job<OwnerAsk>, desk: Desk): Promise<JobEnd> {
  const ask = job.payload;
  const { asked } = ask;
  const { question, place } = asked;
  const to = { userId: question.userId, channelId: question.channelId, threadTs: question.threadTs };
  const before = reviveTargets(job.was('targets'));
  const targets = before ?? (await targetsOf(ask.to, question.userId, desk));
  if (before === undefined) await job.done('targets', targets);
  // The buttons work from the first moment on.
  await keepAsk(desk.notes, ask);
  const sent = await Promise.all(targets.map((target) => deliver(ask, target, desk)));
  const recipients = sent.filter((one) => one !== undefined);
  const facts = {
    ask: ask.id,
    reference: ask.reference,
    user: question.userId,
    recipients: recipients.length,
  };
  if (recipients.length === 0) {
    await fall(desk.notes, asked);
    desk.log.warn(facts, 'No owner could be asked');
    await tellPerson(to, `owner ${ask.id} nobody`, plainMessage(toRequester.nobody(place)), desk);
    return { kind: 'done' };
  }
  await keepAsk(desk.notes, { ...ask, recipients });
  // Somebody may have answered before all were told.
  await showReplies({ ...ask, recipients }, desk);
  if (job.was('told') === undefined) {
    const [first] = recipients;
    const channel = first?.userId === undefined ? first?.channel : undefined;
    await desk.out.privately(to, notice(toRequester.sent(place, recipients.length, channel)));
    await job.done('told', true);
  }
  desk.log.info(facts, 'Asked the owners of a service');
  return { kind: 'done' };
}
