/** All switches together: shown, flipped by name, put back, and compared with what was shown last. */
import type { ActResult, Switch, SwitchGroup } from '../protocol.js';
import type { LiveGroup, LiveSwitch } from './switch.js';

export interface Board {
  shown(): readonly SwitchGroup[];
  /** Those that stand otherwise than when this was last asked, whoever moved them. */
  moved(): readonly Switch[];
  flip(id: string, position: string): Promise<ActResult>;
  /** All back to where they rested; goes on past one that fails, and says which. */
  reset(): Promise<ActResult>;
}

/** Throws when two switches have one name, which is a mistake of their lists. */
export function createBoard(groups: readonly LiveGroup[]): Board {
  const byId = new Map<string, { readonly group: string; readonly live: LiveSwitch }>();
  for (const { id: group, switches } of groups)
    for (const live of switches) {
      if (byId.has(live.id)) throw new Error(`Two switches are called ${live.id}`);
      byId.set(live.id, { group, live });
    }
  const seen = new Map([...byId].map(([id, { live }]) => [id, live.position()]));

  const show = (group: string, live: LiveSwitch): Switch => {
    const { position, flip: _flip, ...rest } = live;
    return { ...rest, group, position: position.call(live) };
  };

  async function move(live: LiveSwitch, position: string): Promise<ActResult> {
    if (live.disabled !== undefined) return { ok: false, error: live.disabled };
    if (!live.positions.some(({ id }) => id === position))
      return { ok: false, error: `The switch “${live.label}” has no position “${position}”.` };
    if (live.position() === position) return { ok: true };
    try {
      await live.flip(position);
      return { ok: true };
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return { ok: false, error: `The switch “${live.label}” could not be moved: ${why}` };
    }
  }

  return {
    shown: () =>
      groups.map(({ switches, ...group }) => ({
        ...group,
        switches: switches.map((live) => show(group.id, live)),
      })),
    moved() {
      const different: Switch[] = [];
      for (const [id, { group, live }] of byId) {
        const position = live.position();
        if (seen.get(id) === position) continue;
        seen.set(id, position);
        different.push(show(group, live));
      }
      return different;
    },
    flip: async (id, position) => {
      const found = byId.get(id);
      return found ? move(found.live, position) : { ok: false, error: `There is no switch “${id}”.` };
    },
    async reset() {
      const failed: string[] = [];
      for (const { live } of byId.values()) {
        if (live.disabled !== undefined) continue;
        const result = await move(live, live.rest);
        if (!result.ok) failed.push(result.error);
      }
      return failed.length === 0 ? { ok: true } : { ok: false, error: failed.join(' ') };
    },
  };
}
