/** Every group of switches, in the order in which the page shows them. A new kind is one file and one line here. */
import type { Stage } from '../../stage.js';
import { accountSwitches } from './accounts.js';
import { bindingSwitches } from './bindings.js';
import { googleSwitches } from './google.js';
import { guardSwitches } from './guards.js';
import { iapSwitches } from './iap.js';
import { memberSwitches } from './members.js';
import { redisSwitches } from './redis.js';
import { rightsSwitches } from './rights.js';
import { serviceSwitches } from './services.js';
import { slackSwitches } from './slack.js';
import type { LiveGroup } from './switch.js';

/** Each rests where it stands at this moment. */
export function switchGroups({ company, slack, redis }: Stage): readonly LiveGroup[] {
  const { world } = company.google;
  return [
    memberSwitches(world),
    bindingSwitches(world),
    guardSwitches(world),
    accountSwitches(world),
    serviceSwitches(company.front),
    iapSwitches(world),
    googleSwitches(company.google),
    rightsSwitches(world),
    redisSwitches(redis),
    slackSwitches(slack),
  ];
}
