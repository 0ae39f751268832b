/** Role names: predefined (`roles/…`) and custom ones of a project or an organisation. */
import { type Container, parseContainer } from './container.js';

export type Role =
  | { readonly kind: 'predefined'; readonly name: string }
  | { readonly kind: 'custom'; readonly name: string; readonly parent: Container; readonly id: string };

/** Reads a role name as it stands in a binding; nothing when it is not one. */
export function parseRole(text: string): Role | undefined {
  const predefined = /^roles\/[A-Za-z][A-Za-z0-9_.]*$/.exec(text);
  if (predefined) return { kind: 'predefined', name: text };
  const custom = /^((?:projects|organizations)\/[^/]+)\/roles\/([A-Za-z0-9_.]{3,64})$/.exec(text);
  const parent = custom?.[1] === undefined ? undefined : parseContainer(custom[1]);
  const id = custom?.[2];
  return parent && id !== undefined ? { kind: 'custom', name: text, parent, id } : undefined;
}
