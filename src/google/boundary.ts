/** Principal access boundary policies and what binds them (iam.googleapis.com v3, of which `googleapis` has no client). */
import { z } from 'zod';
import { type Container, containerName } from '../names/index.js';
import type { BoundaryBinding, BoundaryPolicy } from '../policy/types.js';
import type { Asker, PageToken } from './api.js';
import { list, optional, optionalText, pageOf, texts } from './fields.js';
import { mapLook } from './look.js';
import { plain } from './plain.js';
import { condition } from './policy-shape.js';
import type { CallContext, Look } from './ports.js';

const HOST = 'https://iam.googleapis.com/v3/';
const PAGE_SIZE = '1000';

const details = z.object({
  rules: list(z.object({ resources: texts, excludedResources: texts, effect: z.string() })),
  enforcementVersion: optionalText,
});

const policies = pageOf(
  'principalAccessBoundaryPolicies',
  z.object({ name: z.string().min(1), details: optional(details) }).transform(
    ({ name, details: given }): BoundaryPolicy => ({
      name,
      enforcementVersion: given?.enforcementVersion,
      rules: given?.rules ?? [],
    }),
  ),
);

const bindings = pageOf(
  'policyBindings',
  z
    .object({
      name: z.string().min(1),
      policy: z.string().min(1),
      policyKind: optionalText,
      target: z.object({ principalSet: z.string() }),
      condition: optional(condition),
    })
    .transform(({ target, ...same }) => ({ ...same, target: target.principalSet })),
);

function urlOf(path: string, params: Readonly<Record<string, string>>, page: PageToken): string {
  const query = new URLSearchParams({ ...params, pageSize: PAGE_SIZE, ...page });
  return `${HOST}${path}?${query.toString()}`;
}

/** Every boundary policy of an organisation. */
export function boundaryPolicies(
  api: Asker,
  organization: Container,
  call: CallContext,
): Promise<Look<BoundaryPolicy[]>> {
  const path = `${containerName(organization)}/locations/global/principalAccessBoundaryPolicies`;
  return api.list(path, call, policies, (options, page) => plain(urlOf(path, {}, page))(options));
}

/** The bindings of boundary policies to `target`, a principal set; `parent` is the container they live in. */
export async function boundaryBindings(
  api: Asker,
  parent: Container,
  target: string,
  call: CallContext,
): Promise<Look<BoundaryBinding[]>> {
  const path = `${containerName(parent)}/locations/global/policyBindings:searchTargetPolicyBindings`;
  const all = await api.list(path, call, bindings, (options, page) =>
    plain(urlOf(path, { target }, page))(options),
  );
  // Other kinds of policy are bound in the same way and bound nothing here.
  return mapLook(all, (found) =>
    found.flatMap(({ policyKind, ...binding }) =>
      policyKind === undefined || policyKind === 'PRINCIPAL_ACCESS_BOUNDARY' ? [binding] : [],
    ),
  );
}
