/** Finds service names and aliases that stand for more than one service. */
import type { ConfigMistake } from '../config.js';
import { quoted } from '../names/normalise.js';
import type { Source } from './source.js';

interface Use {
  readonly name: string;
  readonly path: readonly PropertyKey[];
  readonly shown: string;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** Every name and alias in the raw data, so that duplicates are found beside other mistakes. */
function* uses(data: unknown): Generator<Use> {
  const services = isRecord(data) ? data.services : undefined;
  if (!Array.isArray(services)) return;
  for (const [i, service] of services.entries()) {
    if (!isRecord(service)) continue;
    const { name, aliases } = service;
    if (typeof name === 'string') yield { name, path: ['services', i, 'name'], shown: `services[${i}].name` };
    if (!Array.isArray(aliases)) continue;
    for (const [j, alias] of aliases.entries())
      if (typeof alias === 'string')
        yield { name: alias, path: ['services', i, 'aliases', j], shown: `services[${i}].aliases[${j}]` };
  }
}

/** A mistake for every name that was used before it; case does not count, because people type as they like. */
export function duplicateNames(source: Source): ConfigMistake[] {
  const seen = new Map<string, Use>();
  const mistakes: ConfigMistake[] = [];
  for (const use of uses(source.data)) {
    const key = use.name.trim().toLowerCase();
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, use);
      continue;
    }
    const line = source.lineOf(first.path);
    mistakes.push({
      file: source.file,
      line: source.lineOf(use.path),
      path: use.shown,
      message: `${quoted(use.name)} already stands for ${first.shown}${line === undefined ? '' : ` (line ${line})`}`,
      expected: 'a name or alias that no other service has',
    });
  }
  return mistakes;
}
