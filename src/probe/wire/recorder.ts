/** Keeps the books of a walk: which stage ran, how long, what it found; tells whoever watches. */
import type { Halt, StageFact, StageName, StageRecord } from '../observation.js';
import type { StageProgress, TraceEvent } from './types.js';

export type Facts = Readonly<Record<string, StageFact>>;

/** What a stage comes to: something to go on with, or the end of the walk. */
export type StageResult<T> =
  | { readonly ok: true; readonly value: T; readonly facts: Facts }
  | { readonly ok: false; readonly halt: Halt; readonly facts: Facts };

export interface Recorder {
  readonly stages: readonly StageRecord[];
  /** Runs a stage and writes it down under its name. A halt may name an earlier stage: that one is then not ok. */
  run<T>(stage: StageName, work: () => Promise<StageResult<T>>): Promise<StageResult<T>>;
  trace(who: TraceEvent['who'], text: string): void;
}

interface Watchers {
  readonly onProgress?: ((progress: StageProgress) => void) | undefined;
  readonly onTrace?: ((event: TraceEvent) => void) | undefined;
}

const rounded = (ms: number): number => Math.round(ms * 100) / 100;

export function createRecorder(watchers: Watchers): Recorder {
  const startedAt = performance.now();
  const stages: StageRecord[] = [];
  const trace = (who: TraceEvent['who'], text: string): void =>
    watchers.onTrace?.({ ms: rounded(performance.now() - startedAt), who, text });
  return {
    stages,
    trace,
    async run(stage, work) {
      watchers.onProgress?.({ stage, state: 'running' });
      const begun = performance.now();
      const result = await work();
      const ms = rounded(performance.now() - begun);
      const blamed = result.ok ? undefined : result.halt.stage;
      const ok = blamed === undefined || (blamed !== stage && stages.some((one) => one.stage === blamed));
      stages.push({ stage, ok, ms, facts: result.facts });
      if (ok && blamed !== undefined)
        for (const [at, one] of stages.entries())
          if (one.stage === blamed) stages[at] = { ...one, ok: false };
      watchers.onProgress?.({ stage, state: 'done', ok, ms });
      trace(
        'walk',
        `${stage} ${result.ok ? 'ok' : result.halt.code} ${ms} ms ${JSON.stringify(result.facts)}`,
      );
      return result;
    },
  };
}

/** The end of the walk, with what was found until then. */
export const halted = (
  stage: StageName,
  code: string,
  detail: string,
  errno: string | undefined,
  facts: Facts = {},
): { readonly ok: false; readonly halt: Halt; readonly facts: Facts } => ({
  ok: false,
  halt: { stage, code, detail, errno },
  facts,
});

/** The system's own name of an error: `ECONNREFUSED`, `ERR_SSL_…`. */
export function errnoOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** `3 s`, `250 ms`: how long was waited, for a sentence. */
export const lasted = (ms: number): string =>
  ms >= 1_000 ? `${Math.round(ms / 100) / 10} s` : `${Math.max(1, Math.round(ms))} ms`;
