/** The button "Evidence": opens a modal with everything an answer rests on, for whoever was given it. */
import type { types } from '@slack/bolt';
import type { Answer, Audience } from '../../render/answer.js';
import type { Desk, Feature } from '../desk.js';
import { whatWentWrong } from '../log.js';
import type { Click } from '../payloads.js';
import { meet } from '../people/speaker.js';
import { plainMessage } from '../saying/message.js';
import { within } from '../within.js';
import { tellClicker } from './clicked.js';
import { whyNobodyIsAsked } from './owner/owners.js';

export const EVIDENCE = 'evidence';

type Blocks = readonly types.KnownBlock[];

/** Everything an answer rests on, as blocks of a modal. Pure. */
export type RenderEvidence = (
  answer: Answer,
  audience: Audience,
  about: 'self' | 'other',
  timeZone: string | undefined,
) => Blocks;

/** The window opens by then, with whatever is there. */
const SOON_MS = 1_500;
/** For finding out whether somebody else is an administrator. */
const LOOK_MS = 4_000;

const GONE =
  'I no longer have what that answer rests on. Ask again, and the evidence is behind the new button.';
const NOT_YOURS =
  'The evidence is for whoever asked, and for the administrators of this bot. Ask yourself to see your own.';

/** What the clicker may see: their own answer as it was given, somebody else's only as an administrator. */
async function blocksFor(click: Click, renderEvidence: RenderEvidence, desk: Desk): Promise<Blocks> {
  const kept = await desk.kept.find(click.value);
  if (!kept) return plainMessage(GONE).blocks;
  if (kept.question.userId === click.userId) {
    const blocks = renderEvidence(kept.answer, kept.audience, kept.about, kept.timeZone);
    return withMore(blocks, whyNobodyIsAsked(kept.answer, desk.config));
  }
  const met = await meet(click.userId, click.teamId, desk.sources, AbortSignal.timeout(LOOK_MS));
  const admin = met.ok && (await within(LOOK_MS, met.isAdmin(), false));
  return admin ? renderEvidence(kept.answer, 'admin', 'other', met.timeZone) : plainMessage(NOT_YOURS).blocks;
}

/** A modal holds a hundred blocks. */
const withMore = (blocks: Blocks, more: string | undefined): Blocks =>
  more === undefined ? blocks : [...blocks.slice(0, 99), ...plainMessage(more).blocks];

const modal = (blocks: Blocks): types.ModalView => ({
  type: 'modal',
  title: { type: 'plain_text', text: 'Evidence' },
  close: { type: 'plain_text', text: 'Close' },
  blocks: [...(blocks.length === 0 ? plainMessage(GONE).blocks : blocks)],
});

/**
 * Opens the modal. Slack's `trigger_id` lives three seconds: what takes longer to look up is put into the open window.
 * Never throws.
 */
async function showEvidence(click: Click, desk: Desk): Promise<void> {
  if (desk.renderEvidence === undefined) return;
  const facts = { reference: click.value, user: click.userId };
  try {
    const looking = blocksFor(click, desk.renderEvidence, desk);
    const soon = await within(SOON_MS, looking, undefined);
    const view = modal(soon ?? plainMessage('Looking …').blocks);
    const opened = await desk.client.views.open({ trigger_id: click.triggerId, view });
    const id = opened.view?.id;
    if (soon === undefined && id !== undefined)
      await desk.client.views.update({ view_id: id, view: modal(await looking) });
    desk.log.info(facts, 'Showed the evidence of an answer');
  } catch (error) {
    desk.log.warn({ ...facts, error: whatWentWrong(error) }, 'The evidence could not be shown');
    await tellClicker(click, desk, 'Slack did not let me open the window with the evidence. Try once more.');
  }
}

/** Answers that rest on something carry the button that shows it. */
export const evidence: Feature = {
  name: 'evidence',
  offers: ({ answer, reference }, { renderEvidence }) =>
    renderEvidence === undefined ||
    reference === undefined ||
    (answer.kind !== 'why' && answer.kind !== 'probe')
      ? []
      : [{ actionId: EVIDENCE, label: 'Evidence', value: reference }],
  actions: { [EVIDENCE]: showEvidence },
};
