/** Trigger ids: each opens one modal, within three seconds of the click or command it came with. */
import type { Clock } from '../../store/ports.js';

/** Source: Slack "Modals": "trigger_ids expire three seconds after the app receives them". */
const LIFE_MS = 3_000;

export type TriggerFault = 'invalid_trigger_id' | 'expired_trigger_id' | 'exchanged_trigger_id';

export interface Triggers {
  issue(user: string): string;
  /** Uses a trigger up; gives the person it came from. */
  exchange(id: string): { readonly user: string } | { readonly fault: TriggerFault };
}

export function createTriggers(clock: Clock): Triggers {
  const issued = new Map<string, { readonly user: string; readonly at: number; used: boolean }>();
  let serial = 0;
  return {
    issue(user) {
      const id = `${++serial}.${clock.now()}.${'0123456789abcdef'.repeat(2)}`;
      issued.set(id, { user, at: clock.now(), used: false });
      return id;
    },
    exchange(id) {
      const trigger = issued.get(id);
      if (trigger === undefined) return { fault: 'invalid_trigger_id' };
      if (trigger.used) return { fault: 'exchanged_trigger_id' };
      if (clock.now() - trigger.at > LIFE_MS) return { fault: 'expired_trigger_id' };
      trigger.used = true;
      return { user: trigger.user };
    },
  };
}
