/** Reads Prometheus's text form strictly, so that a page no scraper would take is a failed test (exposition formats, 0.0.4). */

export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface ReadFamily {
  readonly type: string;
  readonly help: string;
  readonly samples: readonly Sample[];
}

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const LABEL = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/;
const SAMPLE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (NaN|[+-]Inf|-?[0-9.]+(?:e[+-]?[0-9]+)?)$/;

function labelsOf(text: string, line: string): Record<string, string> {
  const labels: Record<string, string> = {};
  for (let rest = text; rest !== ''; ) {
    const found = LABEL.exec(rest);
    const name = found?.[1];
    if (!found || name === undefined) throw new Error(`labels that cannot be read: ${line}`);
    if (name in labels) throw new Error(`a label twice: ${line}`);
    labels[name] = (found[2] ?? '').replace(/\\(.)/g, (_, c: string) => (c === 'n' ? '\n' : c));
    rest = rest.slice(found[0].length);
  }
  return labels;
}

const SUFFIXES: Readonly<Record<string, readonly string[]>> = {
  histogram: ['_bucket', '_sum', '_count'],
  summary: ['', '_sum', '_count'],
  counter: [''],
  gauge: [''],
};

/** The families of a page by name. Throws for anything that breaks the format. */
export function readExposition(text: string): ReadonlyMap<string, ReadFamily> {
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  const families = new Map<string, { type: string; help: string; samples: Sample[] }>();
  const helps = new Map<string, string>();
  const seen = new Set<string>();
  let current: string | undefined;
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const meta = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line);
    if (meta) {
      const [, what, name = '', rest = ''] = meta;
      if (!NAME.test(name)) throw new Error(`a name that is none: ${line}`);
      if (what === 'HELP') {
        if (helps.has(name)) throw new Error(`described twice: ${line}`);
        helps.set(name, rest);
      } else {
        const help = helps.get(name);
        if (help === undefined || families.has(name) || !(rest in SUFFIXES))
          throw new Error(`a type that fits nothing: ${line}`);
        families.set(name, { type: rest, help, samples: [] });
        current = name;
      }
      continue;
    }
    const found = SAMPLE.exec(line);
    const family = current === undefined ? undefined : families.get(current);
    if (!found || !family || current === undefined) throw new Error(`a line that cannot be read: ${line}`);
    const [, name = '', labels = '', value = ''] = found;
    if (!(SUFFIXES[family.type] ?? []).some((suffix) => name === `${current}${suffix}`))
      throw new Error(`a sample of another family: ${line}`);
    const key = line.slice(0, line.lastIndexOf(' '));
    if (seen.has(key)) throw new Error(`a sample twice: ${line}`);
    seen.add(key);
    family.samples.push({
      name,
      labels: labelsOf(labels, line),
      value: Number(value.replace('Inf', 'Infinity')),
    });
  }
  return families;
}

/** The sum of the samples that fit; 0 where there are none. */
export function sumOf(text: string, name: string, labels: Readonly<Record<string, string>> = {}): number {
  let sum = 0;
  for (const family of readExposition(text).values())
    for (const sample of family.samples)
      if (
        sample.name === name &&
        Object.entries(labels).every(([key, value]) => sample.labels[key] === value)
      )
        sum += sample.value;
  return sum;
}
