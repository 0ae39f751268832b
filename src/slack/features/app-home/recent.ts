/** Somebody's recent answers, remembered for their Home tab alone: five, for a month. */
import { z } from 'zod';
import type { HomeRecent } from '../../../render/home.js';
import { recentWords } from '../../../render/home-recent.js';
import type { Desk, Heard } from '../../desk.js';
import { EVIDENCE } from '../evidence.js';

const MOST = 5;
const MONTH_MS = 30 * 24 * 3_600_000;

const schema = z.object({ words: z.string().max(1_000), reference: z.string().max(100), at: z.number() });
const revive = (value: unknown) => schema.safeParse(value).data;

const keyOf = (userId: string): string => `home recent ${userId}`;

/** Keeps an answer that somebody asked for; what the bot asks by itself for them is none. */
export function remember({ question, answer, reference, email }: Heard, desk: Desk): void {
  const { userId, origin } = question;
  if (answer === undefined || reference === undefined || origin === 'home' || origin === 'watch') return;
  const own =
    answer.kind === 'why' && (answer.report.who.asked === 'me' || answer.report.who.email === email);
  const words = recentWords(answer, own ? 'self' : 'other');
  if (words === undefined) return;
  const note = { words: words.slice(0, 1_000), reference, at: desk.clock.now() };
  desk.follow('an answer to remember', desk.notes.push(keyOf(userId), note, MOST, MONTH_MS));
}

/** The newest first, each with a button as long as its evidence is kept. Never rejects. */
export async function recentOf(userId: string, desk: Desk): Promise<readonly HomeRecent[]> {
  const notes = await desk.notes.newest(keyOf(userId), MOST, revive);
  const young = notes.filter(({ at }) => desk.clock.now() - at < MONTH_MS);
  return Promise.all(
    young.map(async ({ words, reference, at }): Promise<HomeRecent> => {
      const kept = desk.renderEvidence === undefined ? undefined : await desk.kept.find(reference);
      const evidence = kept && { actionId: EVIDENCE, label: 'Evidence', value: reference };
      return { words, reference, at, evidence };
    }),
  );
}
