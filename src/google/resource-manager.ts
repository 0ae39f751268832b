/** Resource Manager: the hierarchy, its allow policies and effective tags (cloudresourcemanager.googleapis.com v1 and v3). */

import { type Container, containerName } from '../names/index.js';
import { asker } from './api.js';
import type { Client } from './client.js';
import { lazy } from './lazy.js';
import { found, mapLook } from './look.js';
import { allowPolicy } from './policy-shape.js';
import type { CallContext, Look, ResourceManagerPort } from './ports.js';
import { ancestry, organization, organizations, parent, project, tags } from './resource-manager-shape.js';

const v1 = lazy(async () => {
  const { cloudresourcemanager_v1 } = await import('googleapis/build/src/apis/cloudresourcemanager/v1.js');
  return new cloudresourcemanager_v1.Cloudresourcemanager({});
});
const v3 = lazy(async () => {
  const { cloudresourcemanager_v3 } = await import('googleapis/build/src/apis/cloudresourcemanager/v3.js');
  return new cloudresourcemanager_v3.Cloudresourcemanager({});
});

/** A project, ten levels of folders and the organisation (Resource Manager "Quotas and limits"). */
const MAX_CHAIN = 12;

export function resourceManagerPort(client: Client): ResourceManagerPort {
  const api = asker(client, 'cloudresourcemanager');

  const parentOf = (container: Container, call: CallContext): Promise<Look<Container>> => {
    const name = containerName(container);
    return api.read(name, call, parent, async (options) => {
      const { projects, folders } = await v3();
      return container.kind === 'project' ? projects.get({ name }, options) : folders.get({ name }, options);
    });
  };

  /** Parent by parent up to the organisation; undefined where one of them cannot be seen. Folders nest ten deep at most. */
  async function climb(project: Container, call: CallContext): Promise<Look<Container[]> | undefined> {
    const chain = [project];
    for (let at = project; at.kind !== 'organization'; ) {
      const above = chain.length > MAX_CHAIN ? undefined : await parentOf(at, call);
      if (!above?.ok) return undefined;
      at = above.value;
      chain.push(at);
    }
    return found(chain);
  }

  return {
    ancestry: async (container, call) => {
      const whole = await api.read(
        `${containerName(container)}:getAncestry`,
        call,
        ancestry,
        async (options) =>
          (await v1()).projects.getAncestry({ projectId: container.id, requestBody: {} }, options),
      );
      if (whole.ok || (whole.problem.kind !== 'forbidden' && whole.problem.kind !== 'not-found'))
        return whole;
      return (await climb(container, call)) ?? whole;
    },
    project: (container, call) => {
      const name = containerName(container);
      return api.read(name, call, project, async (options) => (await v3()).projects.get({ name }, options));
    },
    organization: (container, call) => {
      const name = containerName(container);
      return api.read(name, call, organization, async (options) =>
        (await v3()).organizations.get({ name }, options),
      );
    },
    organizationOfDomain: async (domain, call) => {
      const query = `domain:${domain}`;
      const all = await api.list(
        `organizations:search?query=${query}`,
        call,
        organizations,
        async (options, page) => (await v3()).organizations.search({ query, ...page }, options),
      );
      // Another organisation must not pass for the owner of the domain, however the search was understood.
      return mapLook(all, (found) => found.find((each) => each.primaryDomain === domain) ?? null);
    },
    allowPolicy: (container, call) => {
      const resource = containerName(container);
      const params = { resource, requestBody: { options: { requestedPolicyVersion: 3 } } };
      return api.read(`${resource}:getIamPolicy`, call, allowPolicy, async (options) => {
        const { projects, folders, organizations: orgs } = await v3();
        switch (container.kind) {
          case 'project':
            return projects.getIamPolicy(params, options);
          case 'folder':
            return folders.getIamPolicy(params, options);
          case 'organization':
            return orgs.getIamPolicy(params, options);
        }
      });
    },
    effectiveTags: (parent, call) =>
      api.list(`effectiveTags?parent=${parent}`, call, tags, async (options, page) =>
        (await v3()).effectiveTags.list({ parent, pageSize: 300, ...page }, options),
      ),
  };
}
