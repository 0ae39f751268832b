/** The line people watch while a probe walks: `dns 2 ms · tcp 4 ms · tls`. Pure but for what it has been told. */
import type { StageName } from './observation.js';
import type { StageProgress } from './wire/types.js';

/** Stages too quick or too technical to watch. */
const UNSEEN: ReadonlySet<StageName> = new Set(['guard', 'alpn']);

/** Says the whole line anew with every stage that begins or ends. */
export function progressLine(say: (line: string) => void): (progress: StageProgress) => void {
  const done = new Map<StageName, string>();
  return ({ stage, state, ok, ms }) => {
    if (UNSEEN.has(stage)) return;
    if (state === 'done')
      done.set(stage, ok === false ? `${stage} \u2717` : `${stage} ${Math.round(ms ?? 0)} ms`);
    const said = [...done.values(), ...(state === 'running' ? [stage] : [])];
    say(said.join(' \u00b7 '));
  };
}
