/** Joins a probe with `why`: what the policies say of the identity that the probe went in with. */
import type { App, Asking } from '../src/app.js';
import { answerWhy } from '../src/diagnosis/answer.js';
import { Engine } from '../src/diagnosis/engine.js';
import { type AskedWhere, parseSubject } from '../src/names/index.js';
import type { Surroundings } from '../src/probe/observation.js';
import { subjectOf } from '../src/probe/token/subject-of.js';

/**
 * Asks `why` about an address at the place of a probe. Nothing where it is nobody who can sign in, where the asker may
 * not ask about them, or where the place has no IAP resource.
 */
export async function explainAccess(
  email: string,
  where: AskedWhere,
  app: App,
  asking: Asking,
  signal: AbortSignal,
): Promise<Surroundings['access']> {
  const subject = parseSubject(subjectOf({ email }) ?? '');
  if (!subject || !(await asking.mayAskAbout(subject))) return undefined;
  const { cache, clock, config, google } = app;
  const now = clock.now();
  const engine = new Engine({ cache, clock, signal, fresh: asking.fresh, deadline: now + asking.timeoutMs });
  const given = { at: undefined, ip: undefined, host: undefined, path: undefined, levels: [] };
  const base = { google, config, subject, asked: email, given, now };
  const answered = await answerWhy(engine, base, where, app.newReference);
  if (answered.kind !== 'report') return undefined;
  const { verdict, cause, findings, fixes } = answered.report;
  const fine = findings.find((finding) => finding.check === 'allow' && finding.verdict === 'ok');
  const said = cause ?? fine;
  return {
    subject: email,
    verdict,
    code: cause?.code ?? null,
    text: said?.text ?? `The policies let ${email} in.`,
    adminText: said?.adminText ?? said?.text ?? `The policies let ${email} in.`,
    fixes,
  };
}
