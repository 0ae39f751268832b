/** What a command ends with: an answer as a message, or a sentence with a reference why there is none. */
import { type Subject, subjectMember } from '../../names/index.js';
import type { Answer, Audience } from '../../render/answer.js';
import type { AnswerButton } from '../../render/blocks.js';
import type { Given, Question } from '../desk.js';
import { type Log, whatWentWrong } from '../log.js';
import type { Met } from '../people/speaker.js';
import { plainMessage, type Render, type SlackMessage, withNote } from '../saying/message.js';

export interface Outcome {
  readonly message: SlackMessage;
  /** What the person can quote; undefined for answers that have none. */
  readonly reference: string | undefined;
}

/** What making an outcome needs of the command's ports. */
export interface OutcomePorts {
  readonly render: Render;
  readonly buttonsFor: (given: Given) => readonly AnswerButton[];
  readonly newReference: () => string;
  readonly log: Log;
}

/** Who reads the answer. */
export interface Reader {
  readonly audience: Audience;
  readonly about: 'self' | 'other';
  /** IANA name, where known. */
  readonly timeZone?: string | undefined;
  /** What was asked; without it the message carries no buttons. */
  readonly question?: Question;
}
const ASKER: Reader = { audience: 'asker', about: 'self' };
const QUOTE = 'Try again; if it stays, quote the reference.';

/** The speaker is not answered, or could not be recognised. */
export function notAnswered(met: Extract<Met, { ok: false }>, ports: OutcomePorts): Outcome {
  const id = ports.newReference();
  ports.log.info({ reference: id, why: met.why }, 'A command was not answered');
  return failure(ports, id, met.sentence, met.remedy);
}

/** The question took longer than `withinMs`. */
export function tooLate(withinMs: number, ports: OutcomePorts): Outcome {
  const id = ports.newReference();
  ports.log.error({ reference: id }, 'A command took too long');
  const seconds = Math.max(1, Math.round(withinMs / 1_000));
  return failure(ports, id, `I found no answer within ${seconds} s, so I cannot tell.`, QUOTE);
}

/** The bot stops before there is an answer. */
export function cutOff(ports: OutcomePorts): Outcome {
  const id = ports.newReference();
  ports.log.error({ reference: id }, 'A command was cut off by stopping');
  const message = 'I am being restarted and had to stop without an answer.';
  return failure(ports, id, message, 'Ask again in a minute.');
}

/** Something threw that should not have. */
export function broken(error: unknown, ports: OutcomePorts): Outcome {
  const id = ports.newReference();
  ports.log.error({ reference: id, error: whatWentWrong(error) }, 'A command failed');
  return failure(ports, id, 'Something went wrong inside me.', QUOTE);
}

function failure(ports: OutcomePorts, id: string, message: string, remedy: string): Outcome {
  return answered({ kind: 'failure', failure: { id, message, remedy } }, ASKER, ports, []);
}

/**
 * The answer as a message, with notes in small print below. A renderer that throws still leaves the person with a
 * sentence and a reference.
 */
export function answered(
  answer: Answer,
  reader: Reader,
  ports: OutcomePorts,
  notes: readonly string[],
): Outcome {
  const reference = referenceOf(answer);
  try {
    const { audience, about, timeZone, question } = reader;
    const buttons = question ? ports.buttonsFor({ question, answer, reference, audience, about }) : [];
    const message = ports.render(answer, audience, about, timeZone, buttons);
    return { message: withNote(message, notes.length === 0 ? undefined : notes.join(' ')), reference };
  } catch (error) {
    const id = reference ?? ports.newReference();
    ports.log.error({ reference: id, error: whatWentWrong(error) }, 'An answer could not be rendered');
    return {
      message: plainMessage(`I have an answer but could not put it into a message. Reference ${id}.`),
      reference: id,
    };
  }
}

/** Whether the answer is about this person: then it says "you". */
export function isAbout(answer: Answer, self: Subject | undefined): boolean {
  if (self === undefined) return false;
  if (answer.kind === 'changes') return answer.report.person === subjectMember(self);
  if (answer.kind !== 'why') return false;
  const { who } = answer.report;
  if (who.asked === 'me') return true;
  return self.kind === 'federated' ? who.asked === self.raw : who.email === self.email;
}

function referenceOf(answer: Answer): string | undefined {
  if (answer.kind === 'failure') return answer.failure.id;
  return 'report' in answer ? answer.report.id : undefined;
}
