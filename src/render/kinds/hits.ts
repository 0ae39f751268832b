/** Who gains and who loses access, service by service: shared by the answers that compare two states. */
import type { Hit } from '../../snapshot/hit.js';
import type { Part, View } from '../outline-types.js';
import { bold, plain } from '../spans.js';
import { count, list } from '../words.js';
import { capped, limit } from './why-parts.js';

const person = (member: string): string => member.replace(/^user:/, '');

/** Few are named; of many the number comes first. */
function said(names: readonly string[], verb: string, most: number): string {
  const shown = names.map(person);
  if (names.length <= 3) return `${list(shown, 3)} ${verb}${names.length === 1 ? 's' : ''} access`;
  return `${count(names.length, 'person', 'people')} ${verb} access (${list(shown, most)})`;
}

function words(hit: Hit, most: number): string {
  const bits = [
    ...(hit.lost.length > 0 ? [said(hit.lost, 'lose', most)] : []),
    ...(hit.gained.length > 0 ? [said(hit.gained, 'gain', most)] : []),
    ...(hit.unsure.length > 0 ? [`of ${list(hit.unsure.map(person), most)} I can't tell`] : []),
  ];
  return `${bits.join('; ')}${hit.complete || hit.unsure.length > 0 ? '' : '; there may be more'}`;
}

interface Shared {
  readonly services: readonly string[];
  readonly hit: Hit;
}

/** One grant on a project opens every service in it: services at which the same people are hit are one line. */
function shared(hits: readonly Hit[]): readonly Shared[] {
  const groups = new Map<string, { services: string[]; hit: Hit }>();
  for (const hit of hits) {
    const key = JSON.stringify([hit.lost, hit.gained, hit.unsure, hit.complete]);
    const known = groups.get(key);
    if (known) known.services.push(hit.service);
    else groups.set(key, { services: [hit.service], hit });
  }
  const weight = ({ hit }: Shared): number => hit.lost.length * 2 + hit.gained.length;
  return [...groups.values()].sort((a, b) => weight(b) - weight(a) || b.services.length - a.services.length);
}

/** `label` is what these people are hit by: "Whom it hits" or "Whom it would hit". */
export function hitsPart(hits: readonly Hit[], label: string, view: View): Part[] {
  return capped('through', label, shared(hits), limit(view, 6), ({ services, hit }) => ({
    line: [bold(list([...services], view.full ? 200 : 5)), plain(`: ${words(hit, view.full ? 200 : 5)}.`)],
  }));
}
