/** The one way a question gets its answer in Slack: who asks, whether they may, the answer, its buttons, and the audit. */
import type { Answer, Audience } from '../../render/answer.js';
import type { Desk, Question } from '../desk.js';
import { whatWentWrong } from '../log.js';
import { meet } from '../people/speaker.js';
import { within } from '../within.js';
import { answered, broken, isAbout, notAnswered, type Outcome } from './outcome.js';

/** What a question came to. */
export interface Reply extends Outcome {
  /** Undefined when the person is not answered at all; then the message says why. */
  readonly answer: Answer | undefined;
  readonly audience: Audience;
  readonly about: 'self' | 'other';
  readonly timeZone: string | undefined;
  /** The asker is refused by rule, or could not be recognised. */
  readonly refused: 'refused' | 'unavailable' | undefined;
}

export interface AskTerms {
  /** Aborts when nobody waits any more. */
  readonly signal: AbortSignal;
  readonly progress?: (step: string) => void;
  /** The question's own deadline, milliseconds; the usual one where absent. */
  readonly timeoutMs?: number;
}

export type AskingDesk = Pick<
  Desk,
  'ask' | 'render' | 'buttonsFor' | 'sources' | 'kept' | 'newReference' | 'times' | 'clock' | 'heard' | 'log'
>;

/** How much longer than the answer the look-up of administrators may take. */
const STANDING_MS = 1_000;

/** Asks as the person, renders for them, remembers the answer for its buttons, and reports to the audit. Never throws. */
export async function askAs(question: Question, desk: AskingDesk, terms: AskTerms): Promise<Reply> {
  const startedAt = desk.clock.now();
  const { reply, email, refusedFor } = await replyTo(question, desk, terms);
  const { answer, reference, audience, about, timeZone } = reply;
  aside('kept for its buttons', desk, () => {
    if (answer !== undefined && reference !== undefined)
      desk.kept.keep(reference, { answer, question, audience, about, timeZone });
  });
  aside('told to the audit', desk, () => {
    const ms = desk.clock.now() - startedAt;
    desk.heard({ question, email, refused: refusedFor, answer, reference, audience, ms });
  });
  return reply;
}

/** What goes wrong beside an answer must not keep it from the person. */
function aside(what: string, { log }: AskingDesk, work: () => void): void {
  try {
    work();
  } catch (error) {
    log.error({ error: whatWentWrong(error) }, `An answer could not be ${what}`);
  }
}

interface Ended {
  readonly reply: Reply;
  readonly email: string | undefined;
  /** In a word: by which rule there is no answer, or not the one that was asked for. */
  readonly refusedFor: string | undefined;
}

const nobody = { audience: 'asker', about: 'self', timeZone: undefined, answer: undefined } as const;

async function replyTo(
  question: Question,
  desk: AskingDesk,
  { signal, progress, timeoutMs }: AskTerms,
): Promise<Ended> {
  let email: string | undefined;
  try {
    const met = await meet(question.userId, question.teamId, desk.sources, signal);
    if (!met.ok) {
      const reply = { ...notAnswered(met, desk), ...nobody, refused: met.why };
      return { reply, email: met.email, refusedFor: met.code };
    }
    const { self } = met.speaker;
    email = self !== undefined && 'email' in self ? self.email : undefined;
    // Looked up while the question runs, and not waited for much longer than the answer itself.
    const standing = met.standing();
    const answer = await desk.ask(question.words.length === 0 ? ['help'] : question.words, {
      speaker: met.speaker,
      signal,
      timeoutMs: timeoutMs ?? desk.times.questionMs,
      fresh: question.fresh,
      progress: progress ?? (() => undefined),
      mayAskAbout: met.mayAskAbout,
      isAdmin: met.isAdmin,
    });
    const known = await within(STANDING_MS, standing, 'unsure');
    const audience = known === 'admin' ? 'admin' : 'asker';
    const about = isAbout(answer, self) ? 'self' : 'other';
    const { timeZone } = met;
    const outcome = answered(answer, { audience, about, timeZone, question }, desk, met.notes());
    const reply = { ...outcome, answer, audience, about, timeZone, refused: undefined } as const;
    const refusedFor = answer.kind === 'mistake' ? answer.refused?.why : undefined;
    return { reply, email, refusedFor };
  } catch (error) {
    const reply = { ...broken(error, desk), ...nobody, refused: undefined };
    return { reply, email, refusedFor: undefined };
  }
}
