/** Mends that are only patience, and cures for what could not be seen. */
import { missingCodes } from '../missing-codes.js';
import { POLICY_WAIT } from '../times.js';
import type { Remedy } from '../types.js';

export const waiting: Remedy = {
  codes: ['change-propagating', 'removal-propagating'],
  fixes: () => [
    {
      title: 'Wait a few minutes: the change is still spreading',
      for: 'person',
      overgrant: 0,
      gcloud: null,
      terraform: null,
      console: null,
      then: POLICY_WAIT,
    },
  ],
};

export const cannotTell: Remedy = {
  codes: missingCodes,
  fixes: (context) =>
    context.needs === undefined
      ? []
      : [
          {
            title:
              context.code === 'condition-needs-context'
                ? `Ask again with what is missing: ${context.needs}`
                : `Let me see it: ${context.needs}`,
            for: 'operator',
            overgrant: 0,
            gcloud: null,
            terraform: null,
            console: null,
            then: 'Ask me again afterwards; nothing has to be restarted.',
          },
        ],
};
