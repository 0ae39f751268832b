/** Refusals and changes over the window, in equal steps: what the small picture is drawn from. Pure. */
import type { Timeline } from './report.js';

const STEPS = 48;

/** Moments are RFC 3339; those outside the window are left out. */
export function timelineOf(
  window: { readonly from: string; readonly to: string },
  denials: readonly string[],
  changes: readonly string[],
): Timeline {
  const from = Date.parse(window.from);
  const stepMs = Math.max(1, Math.ceil((Date.parse(window.to) - from) / STEPS));
  const counted = (moments: readonly string[]): number[] => {
    const counts = new Array<number>(STEPS).fill(0);
    for (const moment of moments) {
      const step = Math.min(STEPS - 1, Math.floor((Date.parse(moment) - from) / stepMs));
      const before = counts[step];
      if (before !== undefined) counts[step] = before + 1;
    }
    return counts;
  };
  return { from: window.from, stepMs, denials: counted(denials), changes: counted(changes) };
}
