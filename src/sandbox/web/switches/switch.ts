/** What a switch of the sandbox is before it is shown: where it stands is read from the world itself, never remembered. */
import type { Switch, SwitchGroup } from '../protocol.js';

export interface LiveSwitch extends Omit<Switch, 'group' | 'position'> {
  /** Where it stands now. */
  position(): string;
  /** Only ever called with one of the positions. */
  flip(position: string): Promise<void> | void;
}

export interface LiveGroup extends Omit<SwitchGroup, 'switches'> {
  readonly switches: readonly LiveSwitch[];
}

/** Positions out of a table of words. */
export const positionsOf = (words: Readonly<Record<string, string>>): Switch['positions'] =>
  Object.entries(words).map(([id, label]) => ({ id, label }));
