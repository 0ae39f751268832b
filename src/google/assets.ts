/** Cloud Asset Inventory: the allow policies of a container and all its ancestors in one call (cloudasset.googleapis.com v1). */
import { z } from 'zod';
import { containerName, fullContainerName, parseContainer } from '../names/index.js';
import { asker } from './api.js';
import type { Client } from './client.js';
import { list, parsed } from './fields.js';
import { lazy } from './lazy.js';
import { allowPolicy } from './policy-shape.js';
import type { AssetPort } from './ports.js';

const v1 = lazy(async () => {
  const { cloudasset_v1 } = await import('googleapis/build/src/apis/cloudasset/v1.js');
  return new cloudasset_v1.Cloudasset({});
});

const node = parsed((text) => {
  const container = parseContainer(text);
  return container && containerName(container);
}, 'a project, folder or organization');

const effective = z
  .object({
    policyResults: list(
      z.object({ policies: list(z.object({ attachedResource: node, policy: allowPolicy })) }),
    ),
  })
  .transform(({ policyResults }) =>
    policyResults.flatMap(({ policies }) =>
      policies.map(({ attachedResource, policy }) => ({ node: attachedResource, policy })),
    ),
  );

export function assetPort(client: Client): AssetPort {
  const api = asker(client, 'cloudasset');
  return {
    effectivePolicies: (within, target, call) => {
      const scope = containerName(within);
      const name = fullContainerName(target);
      const resource = `${scope}/effectiveIamPolicies:batchGet?names=${name}`;
      return api.read(resource, call, effective, async (options) =>
        (await v1()).effectiveIamPolicies.batchGet({ scope, names: [name] }, options),
      );
    },
  };
}
