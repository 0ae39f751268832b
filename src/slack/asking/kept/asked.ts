/** What was asked and what it came to in short: enough for asking again, for a day after the answer itself is forgotten. */
import { z } from 'zod';
import { type Gist, gistOf } from '../../../render/gist.js';
import { personName, placeName } from '../../../render/kinds/why-people.js';
import type { Question } from '../../desk.js';
import type { Kept } from './answers.js';
import { questionSchema } from './shape.js';

export interface Asked {
  readonly what: 'why' | 'probe';
  readonly question: Question;
  readonly about: 'self' | 'other';
  /** Milliseconds: when it was answered. */
  readonly at: number;
  readonly gist: Gist;
  /** The question with the place that the answer was about, also where none was named. */
  readonly pinned: readonly string[];
  /** As people call it. */
  readonly place: string;
  /** Google's name of the place, else its address: what makes it the same place. */
  readonly resource: string;
  /** Whom it is about, as people call them; nobody for a path. */
  readonly person: string | undefined;
  /** The same person's address, which is nobody else's. */
  readonly subject: string | undefined;
}

const gist = z.object({
  works: z.boolean(),
  spreading: z.boolean(),
  passing: z.boolean(),
  sure: z.boolean(),
  key: z.string(),
  code: z.string().optional(),
  headline: z.string(),
});

const schema = z.object({
  what: z.enum(['why', 'probe']),
  question: questionSchema,
  about: z.enum(['self', 'other']),
  at: z.number(),
  gist,
  pinned: z.array(z.string()),
  place: z.string(),
  resource: z.string(),
  person: z.string().optional(),
  subject: z.string().optional(),
});

/** Words beside the flags. Slack's own flags all take no value. */
const bare = (words: readonly string[]): readonly string[] => words.filter((word) => !word.startsWith('--'));

export function askedOf({ answer, question, about, at }: Kept): Asked | undefined {
  const short = gistOf(answer, about, new Date(at));
  if (short === undefined) return undefined;
  const base = { question, about, at, gist: short };
  if (answer.kind === 'probe') {
    const { name, url, resource } = answer.report.where;
    return {
      ...base,
      what: 'probe',
      pinned: question.words,
      place: name || url,
      resource: resource ?? url,
      person: undefined,
      subject: undefined,
    };
  }
  if (answer.kind !== 'why') return undefined;
  const { where, who } = answer.report;
  const pin = bare(question.words).length < 3 && where.resource !== '' ? [where.resource] : [];
  return {
    ...base,
    what: 'why',
    pinned: [...question.words, ...pin],
    place: placeName(where),
    resource: where.resource || where.url || where.name,
    person: personName(who, 'other'),
    subject: who.email ?? who.asked,
  };
}

export function reviveAsked(value: unknown): Asked | undefined {
  const read = schema.safeParse(value);
  if (!read.success) return undefined;
  const { question, gist: short, person, subject, ...rest } = read.data;
  const { teamId, channelId, threadTs } = question;
  return {
    ...rest,
    question: { ...question, teamId, channelId, threadTs, fresh: false },
    gist: { ...short, code: short.code },
    person,
    subject,
  };
}
