/** The button "Ask the owner": shows what goes to whom, sends it when told so, and checks when an owner says it is done. */
import type { types } from '@slack/bolt';
import { z } from 'zod';
import { gistOf } from '../../../render/gist.js';
import { notice } from '../../../render/notice.js';
import { addressees, ownerRequest, toRequester } from '../../../render/owner-words.js';
import { age } from '../../../render/words.js';
import type { Kept } from '../../asking/kept/answers.js';
import { askedOf } from '../../asking/kept/asked.js';
import type { Desk, Feature } from '../../desk.js';
import { whatWentWrong } from '../../log.js';
import { type Click, type Submission, textAt } from '../../payloads.js';
import { heardOut, ownAnswer, tellClicker } from '../clicked.js';
import { cant, done, notMe } from './answers.js';
import { addresseesOf, ownersFix, serviceOf } from './owners.js';
import {
  ASK_OWNER,
  OWNER_CANT,
  OWNER_DONE,
  OWNER_NOT_ME,
  type OwnerAsk,
  personIn,
  reviveAsk,
  stand,
  standing,
} from './request.js';
import { send } from './send.js';

const MODAL = 'owner_request';
const NOTE = 'note';
const KIND = 'owner-request';
const LONGEST_NOTE = 500;

/** The request, but for the requester's own words. Undefined: there is nobody to ask, or nothing for them to do. */
function draft({ answer, ...kept }: Kept, reference: string, desk: Desk): OwnerAsk | undefined {
  const asked = askedOf({ answer, ...kept });
  const service = serviceOf(answer, desk.config);
  const fix = ownersFix(answer);
  const gist = gistOf(answer, 'other', new Date(desk.clock.now()));
  if (!asked || !service || !fix || !gist) return undefined;
  const to = addresseesOf(service);
  if (to.length === 0) return undefined;
  const { title, who, overgrant, gcloud, terraform, then } = fix;
  return {
    id: desk.newReference(),
    asked,
    headline: gist.headline,
    fix: { title, overgrant, gcloud, terraform, then, ...(who === undefined ? {} : { who }) },
    reference,
    to: [...to],
    recipients: [],
  };
}

function modal(ask: OwnerAsk, meta: string): types.ModalView {
  const { asked, headline, fix, reference } = ask;
  const { userId } = asked.question;
  const request = {
    userId,
    person: personIn(asked),
    place: asked.place,
    headline,
    fix,
    note: undefined,
    reference,
  };
  const { blocks } = notice([addressees(ask.to, asked.place), ...ownerRequest(request)]);
  const text = (words: string) => ({ type: 'plain_text', text: words, emoji: false }) as const;
  return {
    type: 'modal',
    callback_id: MODAL,
    private_metadata: meta,
    title: text('Ask the owner'),
    submit: text('Send'),
    close: text('Cancel'),
    blocks: [
      ...blocks,
      {
        type: 'input',
        block_id: NOTE,
        optional: true,
        label: text('Anything to add?'),
        element: { type: 'plain_text_input', action_id: NOTE, multiline: true, max_length: LONGEST_NOTE },
      },
    ],
  };
}

const GONE = 'There is nobody I could ask about that any more. Ask me again, and see what I offer then.';

async function open(click: Click, desk: Desk): Promise<void> {
  const kept = await ownAnswer(click, desk);
  if (kept === undefined) return;
  const ask = draft(kept, click.value, desk);
  if (ask === undefined) return tellClicker(click, desk, GONE);
  const stands = await standing(desk.notes, ask.asked);
  if (stands !== undefined) {
    const ago = age(desk.clock.now() - stands.at);
    return tellClicker(click, desk, toRequester.already(ask.asked.place, ago));
  }
  const facts = { reference: click.value, user: click.userId };
  try {
    await desk.client.views.open({
      trigger_id: click.triggerId,
      view: modal(ask, JSON.stringify({ reference: click.value })),
    });
    desk.log.info(facts, 'Showed what would go to the owners');
  } catch (error) {
    desk.log.warn({ ...facts, error: whatWentWrong(error) }, 'The request to the owners could not be shown');
    await tellClicker(click, desk, 'Slack did not let me open the window for that. Try once more.');
  }
}

const meta = z.object({ reference: z.string() });

function referenceIn(privateMetadata: string): string | undefined {
  try {
    return meta.parse(JSON.parse(privateMetadata)).reference;
  } catch {
    return undefined;
  }
}

async function submit(submission: Submission, desk: Desk): Promise<void> {
  const reference = referenceIn(submission.privateMetadata);
  const kept = reference === undefined ? undefined : await desk.kept.find(reference);
  const { userId } = submission;
  const mine = kept?.question.userId === userId ? kept : undefined;
  const ask = reference && mine ? draft(mine, reference, desk) : undefined;
  if (ask === undefined) {
    desk.log.info({ user: userId, reference }, 'A request to the owners came too late');
    return void (await desk.out.privately(
      { userId, channelId: kept?.question.channelId },
      notice([{ line: [{ text: GONE }] }]),
    ));
  }
  const { question, place } = ask.asked;
  const now = desk.clock.now();
  const note = textAt(submission.values, NOTE, NOTE, 'value')?.trim().slice(0, LONGEST_NOTE);
  const { value } = await stand(desk.notes, ask.asked, ask.id, now);
  // The one that stands may have been lost with its process before it was a job; then this is it.
  const whole = { ...ask, id: value.id, ...(note ? { note } : {}) };
  if ((await desk.jobs.enqueue(KIND, value.id, whole)) === 'known') {
    const words = toRequester.already(place, age(now - value.at));
    await desk.out.privately(question, notice([{ line: [{ text: words }] }]));
    return;
  }
  desk.log.info(
    { ask: value.id, user: userId, reference, service: place },
    'Accepted a request to the owners',
  );
}

export const askOwner: Feature = {
  name: 'ask-owner',
  kinds: [KIND],
  offers: ({ answer, reference }, { config }) => {
    const service = serviceOf(answer, config);
    const may = service !== undefined && addresseesOf(service).length > 0 && ownersFix(answer) !== undefined;
    if (reference === undefined || !may) return [];
    return [{ actionId: ASK_OWNER, label: 'Ask the owner', value: reference, style: 'primary' }];
  },
  actions: {
    [ASK_OWNER]: heardOut(open),
    [OWNER_DONE]: heardOut(done),
    [OWNER_CANT]: heardOut(cant),
    [OWNER_NOT_ME]: heardOut(notMe),
  },
  submissions: { [MODAL]: submit },
  start: (desk) =>
    desk.jobs.work(KIND, { revive: reviveAsk, concurrency: 2, handle: (job) => send(job, desk) }),
};
