/** Facts about custom roles: what the ones bound on the way really include. */

import type { RoleLookup, RoleView } from '../../policy/roles.js';
import type { Known } from '../../policy/types.js';
import type { Fact } from '../engine.js';
import { missingFrom } from '../missing.js';
import type { Looks } from './looks.js';
import { lastSegment } from './words.js';

/** One custom role. Google answers 404 for a role that was purged: then it includes nothing. */
export function roleFact(looks: Looks, name: string): Fact<Known<RoleView>> {
  return {
    key: `role ${name}`,
    read: async (scope) => {
      const { look } = await scope.get(looks.role(name));
      if (look.ok) {
        const { permissions, deleted, stage } = look.value;
        return { known: true, value: { permissions, deleted, disabled: stage === 'DISABLED' } };
      }
      if (look.problem.kind === 'not-found') {
        return { known: true, value: { permissions: [], deleted: true, disabled: false } };
      }
      return { known: false, why: missingFrom(look.problem, 'role', lastSegment(name)) };
    },
  };
}

/** A look-up over roles already read. */
export function roleLookup(roles: ReadonlyMap<string, Known<RoleView>>): RoleLookup {
  return (name) => roles.get(name);
}
