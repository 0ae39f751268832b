/** IAP itself switched off at a backend service, as somebody would do it in the console. */
import { setBackendIap } from '../../google/change.js';
import type { World } from '../../google/model.js';
import { sandboxServices } from '../../world.js';
import { byHand } from './actor.js';
import { type LiveGroup, type LiveSwitch, positionsOf } from './switch.js';

export function iapSwitches(world: World): LiveGroup {
  const switches = sandboxServices.flatMap(({ name, resource }): LiveSwitch[] => {
    const [, project, id] = /^projects\/(\d+)\/.*\/services\/(\d+)$/.exec(resource) ?? [];
    const backend = world.backendServices.find((one) => one.project === project && one.id === id);
    if (!backend) return [];
    const position = (): string => (backend.iapEnabled ? 'on' : 'off');
    return [
      {
        id: `iap:${name}`,
        label: name,
        positions: positionsOf({ on: 'IAP is on', off: 'IAP is off' }),
        rest: position(),
        position,
        flip: (to) => {
          setBackendIap(
            world,
            { project: backend.project, backend: backend.id, enabled: to === 'on' },
            byHand,
          );
        },
      },
    ];
  });
  return {
    id: 'iap',
    title: 'IAP itself',
    note: 'Switches IAP off at a load balancer’s backend, with the audit entry: then everybody comes through.',
    switches,
  };
}
