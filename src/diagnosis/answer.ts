/** One `why` question from the words for its place to the report: the place is found, then diagnosed, or surveyed. */
import type { AskedWhere, TypedMistake } from '../names/index.js';
import { diagnose } from './diagnose.js';
import type { Engine } from './engine.js';
import { resolveWhere } from './places/resolve.js';
import { unplacedReport } from './places/unread.js';
import { orPowerless } from './powerless.js';
import type { Given, Question } from './question.js';
import type { WhyReport } from './report.js';
import { survey } from './survey.js';

export type WhyAnswer =
  | { readonly kind: 'report'; readonly report: WhyReport }
  | { readonly kind: 'mistake'; readonly mistake: TypedMistake };

/** What was typed wins over what the URL says. */
const withUrl = (given: Given, url: { host: string | undefined; path: string | undefined }): Given => ({
  ...given,
  host: given.host ?? url.host,
  path: given.path ?? url.path,
});

/** Answers about the place in the words, or about every known place when there are none. */
export async function answerWhy(
  engine: Engine,
  base: Omit<Question, 'place'>,
  where: AskedWhere | undefined,
  newReference: () => string,
): Promise<WhyAnswer> {
  const answer = await answerAt(engine, base, where, newReference);
  return answer.kind === 'report' ? { ...answer, report: orPowerless(engine, answer.report) } : answer;
}

async function answerAt(
  engine: Engine,
  base: Omit<Question, 'place'>,
  where: AskedWhere | undefined,
  newReference: () => string,
): Promise<WhyAnswer> {
  if (where === undefined) return survey(engine, base, newReference);
  const scope = engine.scope();
  const resolved = await resolveWhere(scope, base.google, base.config, where);
  engine.goOn(scope.depth());
  switch (resolved.kind) {
    case 'mistake':
      return resolved;
    case 'unread': {
      const { subject, asked: who } = base;
      const email = subject.kind === 'federated' ? null : subject.email;
      const asked = { asked: who, email, kind: subject.kind };
      const report = unplacedReport(engine, { ...resolved, id: newReference(), who: asked });
      return { kind: 'report', report };
    }
    case 'found': {
      const { found, note, others } = resolved;
      const given = withUrl(base.given, found);
      const question: Question = { ...base, place: found.place, given, others };
      const report = await diagnose(engine, question, newReference());
      return { kind: 'report', report: note === undefined ? report : { ...report, note } };
    }
  }
}
