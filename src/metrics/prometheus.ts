/** Metrics for Prometheus, in a registry of their own: nothing is shared with anybody else who counts in this process. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { FAMILIES, type Family, type FamilyName, type GaugeName } from './families.js';
import { createGuard } from './labels.js';
import type { Metrics, MetricsPage, Reading, Source } from './ports.js';

const PREFIX = 'iap_doctor_';
/** A scrape waits no longer for one gauge; Prometheus itself gives up after ten seconds. */
const SOURCE_MS = 2_000;

export interface Prometheus extends Metrics {
  /** Says where a gauge is read; it is read at every scrape. */
  watch<N extends GaugeName>(name: N, source: Source<N>): void;
  /** The page in Prometheus's text form (version 0.0.4). */
  page(): Promise<MetricsPage>;
}

/** Opens a registry with every family in it, and with the figures of the process (memory, event loop, open files). */
export function createPrometheus(about: { readonly version: string; readonly node: string }): Prometheus {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counters = new Map<FamilyName, Counter>();
  const histograms = new Map<FamilyName, Histogram>();
  const gauges = new Map<FamilyName, Gauge>();
  const sources = new Map<GaugeName, Source<GaugeName>>();
  const guards = new Map<string, (value: string) => string>();

  for (const [name, family] of Object.entries(FAMILIES) as [FamilyName, Family][]) {
    const labelNames = Object.keys(family.labels);
    const options = { name: PREFIX + name, help: family.help, labelNames, registers: [registry] };
    for (const [label, domain] of Object.entries(family.labels))
      guards.set(`${name} ${label}`, createGuard(domain));
    switch (family.kind) {
      case 'counter':
        counters.set(name, new Counter(options));
        break;
      case 'histogram':
        histograms.set(name, new Histogram({ ...options, buckets: [...(family.buckets ?? [])] }));
        break;
      case 'gauge': {
        const gauge = new Gauge(options);
        empty(gauge, labelNames.length === 0);
        gauges.set(name, gauge);
      }
    }
  }

  const guarded = (name: FamilyName, labels: Readonly<Record<string, string>>): Record<string, string> => {
    const family: Family = FAMILIES[name];
    return Object.fromEntries(
      Object.keys(family.labels).map((label) => [
        label,
        guards.get(`${name} ${label}`)?.(String(labels[label])) ?? '',
      ]),
    );
  };

  const read = async (name: GaugeName, source: Source<GaugeName>): Promise<void> => {
    const gauge = gauges.get(name);
    const readings = await readInTime(source);
    gauge?.reset();
    if (gauge === undefined) return;
    empty(gauge, Object.keys(FAMILIES[name].labels).length === 0);
    for (const { labels, value } of readings ?? []) gauge.set(guarded(name, labels), value);
  };

  const prometheus: Prometheus = {
    count: (name, labels) => counters.get(name)?.inc(guarded(name, labels)),
    time(name, labels, seconds) {
      if (Number.isFinite(seconds))
        histograms.get(name)?.observe(guarded(name, labels), Math.max(0, seconds));
    },
    watch(name, source) {
      sources.set(name, source as Source<GaugeName>);
    },
    async page() {
      await Promise.all([...sources].map(([name, source]) => read(name, source)));
      const text = await registry.metrics();
      // The library writes `Nan` for a lag that nothing has been measured of; the format says `NaN`.
      return { contentType: registry.contentType, body: text.replace(/ Nan$/gm, ' NaN') };
    },
  };
  prometheus.watch('build_info', () => [{ labels: about, value: 1 }]);
  return prometheus;
}

/** Takes all values away. One without labels would stand at zero after a reset, which nobody has measured. */
function empty(gauge: Gauge, plain: boolean): void {
  if (plain) gauge.remove();
  else gauge.reset();
}

/** The readings, or undefined when they cannot be had within the time. */
async function readInTime(source: Source<GaugeName>): Promise<readonly Reading[] | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), SOURCE_MS);
    timer.unref();
  });
  try {
    return await Promise.race([Promise.resolve(source()), late]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
