/** The caller's rights: everything, except what the world's caller was denied. */
import { chainOf, type World } from '../model.js';
import { permissionDenied } from './errors.js';

export interface Rights {
  /** Whether the caller holds a permission on a node (canonical name), or a Workspace privilege. */
  has(permission: string, node?: string): boolean;
  /** Throws Google's 403 when the caller lacks it. `shown` is how the resource is written in the message. */
  require(permission: string, node: string, shown?: string): void;
}

function covers(pattern: string, permission: string): boolean {
  return pattern.endsWith('*') ? permission.startsWith(pattern.slice(0, -1)) : pattern === permission;
}

/** Rights are read at every call, so that taking one away works at once. */
export function rightsOf(world: World): Rights {
  const has = (permission: string, node?: string): boolean =>
    !world.caller.denied.some(
      (denied) =>
        covers(denied.permission, permission) &&
        (denied.node === undefined || (node !== undefined && chainOf(world, node).includes(denied.node))),
    );
  return {
    has,
    require(permission, node, shown = node) {
      if (!has(permission, node)) throw permissionDenied(permission, shown);
    },
  };
}
