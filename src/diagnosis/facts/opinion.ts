/** Google's own second opinion, asked in parallel and never waited for past the question's time. */
import { accessPermission, iapName } from '../../names/index.js';
import { lifetimes } from '../../store/lifetimes.js';
import type { Fact, Seen } from '../engine.js';
import { evaluationTime, type Question } from '../question.js';
import { revive } from '../revive.js';

/** Policy Troubleshooter takes people and service accounts; the resource names it documents are backend services and App Engine. */
export function opinionFact(question: Question): Fact<Seen<{ readonly state: string }> | undefined> {
  const { subject, place, google } = question;
  return {
    key: 'second opinion',
    read: async (scope) => {
      if (subject.kind === 'federated') return undefined;
      const name = iapName(place.resource);
      const { at } = question.given;
      return scope.look({
        key: `policytroubleshooter.troubleshoot ${name} for ${subject.email}${at === undefined ? '' : ` at ${at}`}`,
        api: 'policytroubleshooter',
        resource: name,
        lifetime: lifetimes.allowPolicy,
        revive: revive.opinion,
        load: (call) =>
          google.troubleshooter.troubleshoot(
            {
              principal: subject.email,
              resource: place.resource,
              permission: accessPermission(place.resource),
              at: evaluationTime(question),
            },
            call,
          ),
      });
    },
  };
}
