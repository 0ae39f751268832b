/** The button "Evidence": opens a modal with everything an answer rests on, for whoever was given it. */
import type { types } from '@slack/bolt';
import type { Answer, Audience } from '../render/answer.js';
import type { Desk, Feature } from './desk.js';
import { whatWentWrong } from './log.js';
import { plainMessage } from './message.js';
import type { Click } from './payloads.js';
import { meet } from './speaker.js';

export const EVIDENCE = 'evidence';

/** Everything an answer rests on, as blocks of a modal. Pure. */
export type RenderEvidence = (
  answer: Answer,
  audience: Audience,
  about: 'self' | 'other',
  timeZone: string | undefined,
) => readonly types.KnownBlock[];

const GONE =
  'I no longer have what that answer rests on. Ask again, and the evidence is behind the new button.';
const NOT_YOURS =
  'The evidence is for whoever asked, and for the administrators of this bot. Ask yourself to see your own.';

/** What the clicker may see: their own answer as it was given, somebody else's only as an administrator. */
async function blocksFor(click: Click, renderEvidence: RenderEvidence, desk: Desk) {
  const kept = await desk.kept.find(click.value);
  if (!kept) return plainMessage(GONE).blocks;
  if (kept.question.userId === click.userId)
    return renderEvidence(kept.answer, kept.audience, kept.about, kept.timeZone);
  const met = await meet(click.userId, click.teamId, desk.sources, AbortSignal.timeout(2_000));
  const admin = met.ok && (await met.isAdmin());
  return admin ? renderEvidence(kept.answer, 'admin', 'other', met.timeZone) : plainMessage(NOT_YOURS).blocks;
}

/** Opens the modal. Slack's `trigger_id` lives three seconds, so nothing slow stands before it. Never throws. */
async function showEvidence(click: Click, desk: Desk): Promise<void> {
  if (desk.renderEvidence === undefined) return;
  const facts = { reference: click.value, user: click.userId };
  try {
    const blocks = await blocksFor(click, desk.renderEvidence, desk);
    await desk.client.views.open({
      trigger_id: click.triggerId,
      view: {
        type: 'modal',
        title: { type: 'plain_text', text: 'Evidence' },
        close: { type: 'plain_text', text: 'Close' },
        blocks: blocks.length === 0 ? [...plainMessage(GONE).blocks] : [...blocks],
      },
    });
    desk.log.info(facts, 'Showed the evidence of an answer');
  } catch (error) {
    desk.log.warn({ ...facts, error: whatWentWrong(error) }, 'The evidence could not be shown');
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
