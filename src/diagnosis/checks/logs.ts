/** Could the logs be read: IAP's decisions about the subject, and the changes on the way? */
import type { LookProblem } from '../../google/ports.js';
import { containerName } from '../../names/index.js';
import type { Check } from '../check.js';
import { changesFact, ownDecisionsFact } from '../facts/history.js';
import { missingFrom } from '../missing.js';
import { placeName, whoIs } from '../words.js';

/**
 * The logs decide nothing, and they are what tells a grant that was never there from one that was taken away, and a
 * refusal that the policies do not explain. So a log that could not be read is named and leaves the verdict.
 */
export const logs: Check = {
  id: 'logs',
  good: 'The logs could be read.',
  run: async ({ scope, question, looks }) => {
    const [changes, decisions] = await Promise.all([
      scope.get(changesFact(looks, question)),
      scope.get(ownDecisionsFact(looks, question)),
    ]);
    const problems: readonly LookProblem[] = [
      ...(decisions.problem ? [decisions.problem] : []),
      ...changes.problems,
    ];
    const [problem] = problems;
    const evidence = [...decisions.evidence, ...changes.evidence];
    if (!problem) return [];
    const project = containerName(question.place.resource.project);
    const why = missingFrom(problem, 'logs', project);
    const text = `I could not read the logs, so I don\u2019t know what changed lately for ${whoIs(question)} at ${placeName(question)}, or when IAP last decided about them.`;
    return [
      {
        stage: 'handover',
        verdict: 'could-not-look',
        code: why.code,
        text,
        adminText: `${text} ${why.what}`,
        evidence,
        missing: [why],
      },
    ];
  },
};
