/** What the bot's own account may see: each right that can be taken from it. */
import type { World } from '../../google/model.js';
import { type LiveGroup, type LiveSwitch, positionsOf } from './switch.js';

const RIGHTS: Readonly<Record<string, string>> = {
  'admin.groups.read': 'Groups and who is in them',
  'admin.users.read': 'The directory of people',
  'iap.webServices.getIamPolicy': 'Policies of IAP services',
  'resourcemanager.projects.getIamPolicy': 'Policies of projects',
  'iam.denypolicies.*': 'Deny policies',
  'iam.principalaccessboundarypolicies.*': 'Principal access boundaries',
  'iam.roles.get': 'Custom roles',
  'accesscontextmanager.*': 'Access levels',
  'logging.*': 'Logs',
  'logging.privateLogEntries.list': 'Data Access logs',
  'run.domainmappings.list': 'Domain mappings of Cloud Run',
};

export function rightsSwitches(world: World): LiveGroup {
  const { denied } = world.caller;
  const switches = Object.entries(RIGHTS).map(([permission, label]): LiveSwitch => {
    const at = (): number =>
      denied.findIndex((one) => one.permission === permission && one.node === undefined);
    const position = (): string => (at() < 0 ? 'seen' : 'hidden');
    return {
      id: `right:${permission}`,
      label,
      positions: positionsOf({ seen: 'the bot may see them', hidden: 'the bot may not' }),
      rest: position(),
      position,
      flip(to) {
        if (to === 'hidden') denied.push({ permission });
        else denied.splice(at(), 1);
      },
    };
  });
  return {
    id: 'rights',
    title: 'What the bot may see',
    note: 'Takes a right from the bot: it then says “cannot tell” rather than “no”, and names the right that is missing.',
    switches,
  };
}
