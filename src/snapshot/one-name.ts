/** Two snapshots under the same names of projects, so that they can be compared. Pure. */
import type { Snapshot } from './model.js';

/** A project whose number could not be read stands under its id: the same project all the same, on both sides. */
export function underOneName(before: Snapshot, now: Snapshot): readonly [Snapshot, Snapshot] {
  const renamed = Object.entries(before.projects).flatMap(([name, { id }]) =>
    id !== undefined && `projects/${id}` !== name && `projects/${id}` in now.projects
      ? [[id, name] as const]
      : [],
  );
  if (renamed.length === 0) return [before, now];
  const rename = (snapshot: Snapshot): Snapshot => {
    const text = renamed.reduce(
      (all, [id, name]) =>
        all.replace(new RegExp(`projects/${id.replace(/[.:]/g, '\\$&')}(?=["/ ])`, 'g'), name),
      JSON.stringify(snapshot),
    );
    return JSON.parse(text) as Snapshot;
  };
  return [rename(before), rename(now)];
}
