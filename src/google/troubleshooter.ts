/** Policy Troubleshooter: Google's own opinion on one question (policytroubleshooter.googleapis.com v3). */
import { z } from 'zod';
import { conditionResourceType, iapName } from '../names/index.js';
import { asker } from './api.js';
import type { Client } from './client.js';
import { optionalText } from './fields.js';
import { lazy } from './lazy.js';
import type { TroubleshooterPort } from './ports.js';

const v3 = lazy(async () => {
  const { policytroubleshooter_v3 } = await import('googleapis/build/src/apis/policytroubleshooter/v3.js');
  return new policytroubleshooter_v3.Policytroubleshooter({}).iam;
});

const answer = z.object({ overallAccessState: optionalText }).transform(({ overallAccessState }) => ({
  state: overallAccessState ?? 'OVERALL_ACCESS_STATE_UNSPECIFIED',
}));

export function troubleshooterPort(client: Client): TroubleshooterPort {
  const api = asker(client, 'policytroubleshooter');
  return {
    troubleshoot: ({ principal, resource, permission, at }, call) => {
      const fullResourceName = `//iap.googleapis.com/${iapName(resource)}`;
      const conditionContext = {
        resource: { service: 'iap.googleapis.com', type: conditionResourceType(resource) },
        request: { receiveTime: at },
      };
      const accessTuple = { principal, fullResourceName, permission, conditionContext };
      return api.read(`iam:troubleshoot ${fullResourceName}`, call, answer, async (options) =>
        (await v3()).troubleshoot({ requestBody: { accessTuple } }, options),
      );
    },
  };
}
