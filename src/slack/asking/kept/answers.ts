/** Answers remembered for a while, by all processes together: for their evidence, and for asking the same again. */
import type { Answer, Audience } from '../../../render/answer.js';
import type { Clock } from '../../../store/ports.js';
import type { Notes } from '../../../store/ports-notes.js';
import type { Question } from '../../desk.js';
import { within } from '../../within.js';
import { type Asked, askedOf, reviveAsked } from './asked.js';
import { noteOf, reviveKept } from './shape.js';

/** An answer as it was given: to which question, and what the asker was allowed to see of it. */
export interface Kept {
  readonly answer: Answer;
  readonly question: Question;
  readonly audience: Audience;
  readonly about: 'self' | 'other';
  readonly timeZone: string | undefined;
  /** Milliseconds: when it was given, and how long it is kept. */
  readonly at: number;
  readonly until: number;
}

export interface KeptAnswers {
  keep(reference: string, kept: Omit<Kept, 'at' | 'until'>): void;
  /** Undefined when it is too long ago. */
  find(reference: string): Promise<Kept | undefined>;
  /** The question and its answer in short, for a day. */
  asked(reference: string): Promise<Asked | undefined>;
}

/** As long as Slack lets a message be answered through its address; what is older is asked again. */
const KEPT_MS = 30 * 60_000;
const ASKED_MS = 24 * 3_600_000;
const MOST = 500;
/** A modal has to be opened within three seconds of the click. */
const FIND_MS = 1_000;

const keyOf = (reference: string): string => `answer ${reference}`;
const askedKey = (reference: string): string => `asked ${reference}`;

/** Tells the other processes; whatever the store does is nobody's business here. */
async function write(notes: Notes, reference: string, kept: Kept): Promise<void> {
  const [note, asked] = [noteOf(kept), askedOf(kept)];
  if (note !== undefined) await notes.put(keyOf(reference), note, KEPT_MS).catch(() => undefined);
  if (asked !== undefined) await notes.put(askedKey(reference), asked, ASKED_MS).catch(() => undefined);
}

/** Remembers the newest answers of this process, none for longer than half an hour; with notes, those of the others too. */
export function createKeptAnswers(clock: Clock, notes?: Notes): KeptAnswers {
  const answers = new Map<string, Kept>();
  return {
    keep(reference, given) {
      const at = clock.now();
      const kept = { ...given, at, until: at + KEPT_MS };
      answers.delete(reference);
      answers.set(reference, kept);
      for (const [oldest] of answers) {
        if (answers.size <= MOST) break;
        answers.delete(oldest);
      }
      // Nobody waits for it: the buttons come to this process, or a moment later to another one.
      // An answer that cannot be put into a note is asked again instead; it must not end the process.
      if (notes !== undefined) write(notes, reference, kept).catch(() => undefined);
    },
    async find(reference) {
      const own = answers.get(reference);
      if (own && own.until > clock.now()) return own;
      answers.delete(reference);
      if (notes === undefined) return undefined;
      const others = await within(FIND_MS, notes.get(keyOf(reference), reviveKept), undefined);
      return others && others.until > clock.now() ? others : undefined;
    },
    async asked(reference) {
      const own = answers.get(reference);
      if (own && own.until > clock.now()) return askedOf(own);
      return notes && within(FIND_MS, notes.get(askedKey(reference), reviveAsked), undefined);
    },
  };
}
