/** Projects, folders and organisations: the resources that carry allow, deny and boundary policies. */
import type { Brand } from './brand.js';

export type ContainerKind = 'project' | 'folder' | 'organization';
/** Google's relative name: `projects/123`, `projects/my-project`, `folders/9`, `organizations/7`. */
export type ContainerName = Brand<string, 'ContainerName'>;

/** One resource of the hierarchy. `id` is digits, except that a project may be known by its text id. */
export interface Container {
  readonly kind: ContainerKind;
  readonly id: string;
}

const NUMBER = /^[0-9]{1,25}$/;
/** Project ids: 6 to 30 of `a-z0-9-`, letter first; a domain prefix is allowed for legacy projects (`example.com:app`). */
const PROJECT_ID = /^(?:[a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/;

/** Reads a project number or a project id. */
export function parseProject(text: string): Container | undefined {
  return NUMBER.test(text) || PROJECT_ID.test(text) ? { kind: 'project', id: text } : undefined;
}

/** Reads `projects/…`, `folders/…`, `organizations/…`, or the full name with `//cloudresourcemanager.googleapis.com/`. */
export function parseContainer(text: string): Container | undefined {
  const name = text.replace(/^\/\/cloudresourcemanager\.googleapis\.com\//, '');
  const [plural, id, ...rest] = name.split('/');
  if (!plural || !id || rest.length > 0) return undefined;
  switch (plural) {
    case 'projects':
      return parseProject(id);
    case 'folders':
      return NUMBER.test(id) ? { kind: 'folder', id } : undefined;
    case 'organizations':
      return NUMBER.test(id) ? { kind: 'organization', id } : undefined;
    default:
      return undefined;
  }
}

/** `projects/123` and the like. */
export function containerName(container: Container): ContainerName {
  return `${container.kind}s/${container.id}` as ContainerName;
}

/** `//cloudresourcemanager.googleapis.com/projects/123`, the form Cloud Asset and tags use. */
export function fullContainerName(container: Container): string {
  return `//cloudresourcemanager.googleapis.com/${containerName(container)}`;
}

/** Whether the id is a project number (or a folder or organisation number) rather than a project's text id. */
export function isNumeric(container: Container): boolean {
  return NUMBER.test(container.id);
}

export function sameContainer(a: Container, b: Container): boolean {
  return a.kind === b.kind && a.id === b.id;
}
