/** Accounts that are suspended: nothing else matters then. */
import { setSuspended } from '../../google/change.js';
import type { World } from '../../google/model.js';
import { byHand } from './actor.js';
import { type LiveGroup, type LiveSwitch, positionsOf } from './switch.js';

const PEOPLE = ['sam@acme.test', 'ana@acme.test', 'maya@acme.test', 'tom@acme.test', 'bea@acme.test'];

export function accountSwitches(world: World): LiveGroup {
  const switches = PEOPLE.flatMap((email): LiveSwitch[] => {
    const user = world.users.find(({ primaryEmail }) => primaryEmail === email);
    if (!user) return [];
    const position = (): string => (user.suspended ? 'suspended' : 'active');
    return [
      {
        id: `account:${email}`,
        label: `${user.fullName} (${email})`,
        positions: positionsOf({ active: 'works', suspended: 'is suspended' }),
        rest: position(),
        position,
        flip: (to) => {
          setSuspended(world, email, to === 'suspended', byHand);
        },
      },
    ];
  });
  return {
    id: 'accounts',
    title: 'Accounts',
    note: 'Suspends somebody, with the audit entry. The bot keeps what the directory says for five minutes; “Check again” looks anew.',
    switches,
  };
}
