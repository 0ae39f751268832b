/** What the rest of the product is given to be counted with. Whoever is not given it counts nothing. */
import type { CounterName, GaugeName, HistogramName, LabelsOf } from './families.js';

/** Counting and timing. Never throws, whatever it is given. */
export interface Metrics {
  count<N extends CounterName>(name: N, labels: LabelsOf<N>): void;
  /** One measurement in seconds. */
  time<N extends HistogramName>(name: N, labels: LabelsOf<N>, seconds: number): void;
}

/** Counts nothing. */
export const silent: Metrics = { count: () => undefined, time: () => undefined };

/** One value of a gauge. */
export interface Reading<N extends GaugeName = GaugeName> {
  readonly labels: LabelsOf<N>;
  readonly value: number;
}

/** Where a gauge is read, at the moment somebody wants to know. Undefined: cannot be told now, and nothing is shown. */
export type Source<N extends GaugeName> = () =>
  | Promise<readonly Reading<N>[] | undefined>
  | readonly Reading<N>[]
  | undefined;

/** The page that Prometheus reads. */
export interface MetricsPage {
  readonly contentType: string;
  readonly body: string;
}
