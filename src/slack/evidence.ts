/** The button "Evidence": opens a modal with everything an answer rests on, for whoever was given it. */
import type { types, webApi } from '@slack/bolt';
import type { Answer, Audience } from '../render/answer.js';
import type { Clock } from '../store/ports.js';
import { type Log, whatWentWrong } from './log.js';
import { plainMessage } from './message.js';
import { meet, type SpeakerSources } from './speaker.js';

export const EVIDENCE = 'evidence';

/** An answer as it was given: to whom, and what they were allowed to see of it. */
interface Kept {
  readonly answer: Answer;
  readonly userId: string;
  readonly audience: Audience;
  readonly about: 'self' | 'other';
  readonly timeZone: string | undefined;
  readonly until: number;
}

export interface KeptAnswers {
  keep(reference: string, kept: Omit<Kept, 'until'>): void;
  find(reference: string): Kept | undefined;
}

/** As long as Slack lets a message be answered through its address; what is older is asked again. */
const KEPT_MS = 30 * 60_000;
const MOST = 500;

/** Remembers the newest answers of this process, none for longer than half an hour. */
export function createKeptAnswers(clock: Clock): KeptAnswers {
  const answers = new Map<string, Kept>();
  return {
    keep(reference, kept) {
      answers.delete(reference);
      answers.set(reference, { ...kept, until: clock.now() + KEPT_MS });
      for (const [oldest] of answers) {
        if (answers.size <= MOST) break;
        answers.delete(oldest);
      }
    },
    find(reference) {
      const kept = answers.get(reference);
      if (kept && kept.until > clock.now()) return kept;
      answers.delete(reference);
      return undefined;
    },
  };
}

/** Everything an answer rests on, as blocks of a modal. Pure. */
export type RenderEvidence = (
  answer: Answer,
  audience: Audience,
  about: 'self' | 'other',
  timeZone: string | undefined,
) => readonly types.KnownBlock[];

export interface EvidencePorts {
  readonly answers: KeptAnswers;
  readonly renderEvidence: RenderEvidence;
  readonly sources: SpeakerSources;
  readonly client: webApi.WebClient;
  readonly log: Log;
}

export interface Click {
  readonly userId: string;
  readonly teamId: string | undefined;
  readonly triggerId: string;
  /** The reference of the answer whose button was clicked. */
  readonly reference: string;
}

const GONE =
  'I no longer have what that answer rests on. Ask again, and the evidence is behind the new button.';
const NOT_YOURS =
  'The evidence is for whoever asked, and for the administrators of this bot. Ask yourself to see your own.';

/** What the clicker may see: their own answer as it was given, somebody else's only as an administrator. */
async function blocksFor(click: Click, ports: EvidencePorts): Promise<readonly types.KnownBlock[]> {
  const kept = ports.answers.find(click.reference);
  if (!kept) return plainMessage(GONE).blocks;
  if (kept.userId === click.userId)
    return ports.renderEvidence(kept.answer, kept.audience, kept.about, kept.timeZone);
  const met = await meet(click.userId, click.teamId, ports.sources, AbortSignal.timeout(2_000));
  const admin = met.ok && (await met.isAdmin());
  return admin
    ? ports.renderEvidence(kept.answer, 'admin', 'other', met.timeZone)
    : plainMessage(NOT_YOURS).blocks;
}

/** Opens the modal. Slack's `trigger_id` lives three seconds, so nothing slow stands before it. Never throws. */
export async function showEvidence(click: Click, ports: EvidencePorts): Promise<void> {
  try {
    const blocks = await blocksFor(click, ports);
    await ports.client.views.open({
      trigger_id: click.triggerId,
      view: {
        type: 'modal',
        title: { type: 'plain_text', text: 'Evidence' },
        close: { type: 'plain_text', text: 'Close' },
        blocks: blocks.length === 0 ? [...plainMessage(GONE).blocks] : [...blocks],
      },
    });
    ports.log.info({ reference: click.reference, user: click.userId }, 'Showed the evidence of an answer');
  } catch (error) {
    ports.log.warn(
      { reference: click.reference, error: whatWentWrong(error) },
      'The evidence could not be shown',
    );
  }
}
