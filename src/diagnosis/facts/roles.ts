/** Facts about custom roles: what the ones bound on the way really include. */

import type { RoleLookup, RoleView } from '../../policy/roles.js';
import type { Known } from '../../policy/types.js';
import type { Fact } from '../engine.js';
import { missingFrom } from '../missing.js';
import type { Looks } from './looks.js';
import { lastSegment } from './words.js';

/** One custom role. Deleted ones are shown as such for weeks; a 404 is not documented as proof that a role is gone. */
export function roleFact(looks: Looks, name: string): Fact<Known<RoleView>> {
  return {
    key: `role ${name}`,
    read: async (scope) => {
      const { look } = await scope.get(looks.role(name));
      if (look.ok) {
        const { permissions, deleted, stage } = look.value;
        return { known: true, value: { permissions, deleted, disabled: stage === 'DISABLED' } };
      }
      return { known: false, why: missingFrom(look.problem, 'role', lastSegment(name)) };
    },
  };
}

/** A look-up over roles already read. */
export function roleLookup(roles: ReadonlyMap<string, Known<RoleView>>): RoleLookup {
  return (name) => roles.get(name);
}
