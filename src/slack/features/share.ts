/** The button "Share": puts an answer before everybody in the channel it was asked in, once, without what is for administrators. */
import { z } from 'zod';
import { notice, type Piece } from '../../render/notice.js';
import type { Kept } from '../asking/kept/answers.js';
import type { Desk, Feature } from '../desk.js';
import { whatWentWrong } from '../log.js';
import type { Click } from '../payloads.js';
import type { SlackMessage } from '../saying/message.js';
import { openResponseUrl, parseResponseUrl } from '../saying/response-url.js';
import { heardOut, isDirect, ownAnswer, tellClicker } from './clicked.js';

const SHARE = 'share';
/** Longer than an answer's buttons work. */
const REMEMBERED_MS = 60 * 60_000;
const LONGEST_WAIT_MS = 15_000;

const sharedSchema = z.object({ channel: z.string(), ts: z.string().optional() });
type Shared = z.infer<typeof sharedSchema>;
const reviveShared = (value: unknown): Shared | undefined => sharedSchema.safeParse(value).data;

/** The answer in the words for everybody: those an asker gets about somebody else, and who asked. No buttons. */
function forEverybody(kept: Kept, desk: Desk): SlackMessage {
  const { answer, question, about } = kept;
  const message = desk.render(answer, 'asker', 'other', undefined, []);
  const by: Piece[] = [
    { text: about === 'self' ? 'Shared by ' : 'Asked and shared by ' },
    { user: question.userId },
    { text: '.' },
  ];
  return { text: message.text, blocks: [...message.blocks.slice(0, 49), ...notice([{ line: by }]).blocks] };
}

/** Where it goes: the channel and thread of the question. */
type Place = { readonly channel: string; readonly threadTs: string | undefined };
const placeOf = ({ question }: Kept): Place | undefined =>
  question.channelId === undefined ? undefined : { channel: question.channelId, threadTs: question.threadTs };

/** What came of posting: the message's time stamp, `unknown` when Slack gave none, nothing when it is not out. */
async function post(
  click: Click,
  place: Place,
  message: SlackMessage,
  desk: Desk,
): Promise<string | undefined> {
  const signal = AbortSignal.any([desk.stopping, AbortSignal.timeout(LONGEST_WAIT_MS)]);
  const posted = await desk.out.posted({ id: `share ${click.value}`, ...place, message }, signal);
  if (posted.ok) return posted.ts;
  // It still goes out when its turn comes.
  if (posted.why === 'late') return 'unknown';
  // We are not in that channel: there the click's own address is the only way.
  const url = parseResponseUrl(click.responseUrl, desk.loopback);
  if (url === undefined || click.channelId !== place.channel) return undefined;
  // Posted through an address it cannot be found again, so a second click at this very moment must not try.
  if (!(await desk.notes.claim(`sharing ${click.value}`, true, LONGEST_WAIT_MS, () => true)).first)
    return 'unknown';
  const address = openResponseUrl(url, desk.clock, desk.posting);
  return (await address.toEverybody(message, place.threadTs, desk.stopping)) === 'delivered'
    ? 'unknown'
    : undefined;
}

async function permalink({ channel, ts }: Shared, desk: Desk): Promise<string | undefined> {
  if (ts === undefined || ts === 'unknown') return undefined;
  try {
    return (await desk.client.chat.getPermalink({ channel, message_ts: ts })).permalink;
  } catch (error) {
    desk.log.warn({ error: whatWentWrong(error) }, 'Slack gave no link to a message');
    return undefined;
  }
}

async function tellOfSharing(click: Click, shared: Shared, desk: Desk): Promise<void> {
  const url = await permalink(shared, desk);
  const line: Piece[] = [
    { text: 'You have shared this answer already' },
    ...(url === undefined ? [{ text: '.' }] : [{ text: ': ' }, { text: 'here it is', url }, { text: '.' }]),
  ];
  await desk.out.privately(click, notice([{ line }]));
}

async function share(click: Click, desk: Desk): Promise<void> {
  const kept = await ownAnswer(click, desk);
  const place = kept && placeOf(kept);
  if (kept === undefined || place === undefined) return;
  const facts = { reference: click.value, user: click.userId, channel: place.channel };
  const key = `shared ${click.value}`;
  const claim = await desk.notes.claim<Shared>(key, { channel: place.channel }, REMEMBERED_MS, reviveShared);
  // Begun and not ended: the process was killed, or is at it now. The same post is never sent twice.
  if (!claim.first && claim.value.ts !== undefined) {
    desk.log.info(facts, 'An answer was to be shared a second time');
    return tellOfSharing(click, claim.value, desk);
  }
  const ts = await post(click, place, forEverybody(kept, desk), desk);
  if (ts === undefined) {
    await desk.notes.remove(key);
    desk.log.warn(facts, 'An answer could not be shared');
    return tellClicker(
      click,
      desk,
      'Slack did not let me post there. Invite me to the channel, then share again.',
    );
  }
  await desk.notes.put(key, { channel: place.channel, ts }, REMEMBERED_MS);
  desk.log.info(facts, 'Shared an answer');
}

/** Answers about one person or one path can be shared where others read. */
export const shareAnswer: Feature = {
  name: 'share',
  offers: ({ answer, reference, question }) => {
    const { channelId, threadTs } = question;
    const readByOthers = channelId !== undefined && !isDirect(channelId);
    if (reference === undefined || !readByOthers || (answer.kind !== 'why' && answer.kind !== 'probe'))
      return [];
    const where = threadTs === undefined ? 'this channel' : 'this channel, in this thread,';
    const confirm = {
      title: 'Share this answer?',
      text: `Everybody in ${where} will see it, with your name and without the details for administrators.`,
      yes: 'Share',
      no: 'Keep it to myself',
    };
    return [{ actionId: SHARE, label: 'Share', value: reference, confirm }];
  },
  actions: { [SHARE]: heardOut(share) },
};
