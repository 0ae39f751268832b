/** A list of suggestions under the keys of a text field, as a combobox has them. */
import { useState } from 'react';
import type { Completion } from '../data/complete.js';

interface Key {
  readonly key: string;
  preventDefault(): void;
}

export interface Suggestions {
  readonly open: boolean;
  /** The one that Enter takes; -1 when Enter is for the text itself. */
  readonly active: number;
  readonly typed: () => void;
  readonly close: () => void;
  readonly choose: (option: Completion) => void;
  /** True when the key was for the list. */
  readonly keyDown: (event: Key) => boolean;
}

/** Opens while typing, closes on Escape, and takes Enter or Tab only once an arrow key has chosen one. */
export function useSuggestions(
  options: readonly Completion[],
  chosen: (option: Completion) => void,
): Suggestions {
  const [wanted, setWanted] = useState(false);
  const [at, setAt] = useState(-1);
  const open = wanted && options.length > 0;
  const active = open && at < options.length ? at : -1;
  const close = (): void => {
    setWanted(false);
    setAt(-1);
  };
  const choose = (option: Completion): void => {
    chosen(option);
    // The next word has suggestions of its own.
    setAt(-1);
  };
  const step = (by: number): void => {
    setWanted(true);
    setAt(active < 0 && by < 0 ? options.length - 1 : (active + by + options.length) % options.length);
  };
  return {
    open,
    active,
    close,
    choose,
    typed() {
      setWanted(true);
      setAt(-1);
    },
    keyDown(event) {
      const option = options[active];
      const takes = (event.key === 'Enter' || event.key === 'Tab') && option !== undefined;
      const moves = (event.key === 'ArrowDown' || event.key === 'ArrowUp') && options.length > 0;
      const leaves = event.key === 'Escape' && open;
      if (!takes && !moves && !leaves) return false;
      event.preventDefault();
      if (takes) choose(option);
      else if (moves) step(event.key === 'ArrowDown' ? 1 : -1);
      else close();
      return true;
    },
  };
}
