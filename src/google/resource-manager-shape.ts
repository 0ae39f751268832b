/** The shapes of Resource Manager's answers. */
import { z } from 'zod';
import { type Container, type CustomerId, parseContainer, parseDomain } from '../names/index.js';
import { flag, optionalText, pageOf, parsed } from './fields.js';
import type { EffectiveTag, OrganizationInfo, ProjectInfo } from './ports.js';

const ancestor = z
  .object({ resourceId: z.object({ type: z.string(), id: z.string() }) })
  .transform(({ resourceId: { type, id } }) => `${type}s/${id}`)
  .pipe(parsed(parseContainer, 'a project, folder or organization'));

/** The project itself is always among its ancestors: an empty list would hide every inherited policy. */
export const ancestry = z
  .object({ ancestor: z.array(ancestor).min(1) })
  .transform((answer): Container[] => answer.ancestor);

/** What a project or folder hangs under (v3 `parent`). */
export const parent = z
  .object({ parent: parsed(parseContainer, 'a folder or organization') })
  .transform((answer): Container => answer.parent);

export const project: z.ZodType<ProjectInfo> = z
  .object({
    name: z.string().regex(/^projects\/\d+$/),
    projectId: z.string().min(1),
    displayName: optionalText,
  })
  .transform(({ name, ...rest }) => ({ number: name.slice('projects/'.length), ...rest }));

export const organization: z.ZodType<OrganizationInfo> = z
  .object({
    name: parsed(parseContainer, 'an organization'),
    displayName: optionalText,
    directoryCustomerId: optionalText,
  })
  .transform(({ name, displayName, directoryCustomerId }) => ({
    container: name,
    primaryDomain: displayName === undefined ? undefined : parseDomain(displayName),
    customerId: directoryCustomerId as CustomerId | undefined,
  }));

export const organizations = pageOf('organizations', organization);

const tag: z.ZodType<EffectiveTag> = z.object({
  tagKey: z.string(),
  tagValue: z.string(),
  namespacedTagKey: z.string(),
  namespacedTagValue: z.string(),
  inherited: flag,
});

export const tags = pageOf('effectiveTags', tag);
