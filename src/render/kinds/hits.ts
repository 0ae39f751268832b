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
  ];
  return `${bits.join('; ')}${hit.complete ? '' : '; there may be more'}`;
}

/** `label` is what these people are hit by: "Whom it hits" or "Whom it would hit". */
export function hitsPart(hits: readonly Hit[], label: string, view: View): Part[] {
  return capped('through', label, hits, limit(view, 6), (hit) => ({
    line: [bold(hit.service), plain(`: ${words(hit, view.full ? 200 : 5)}.`)],
  }));
}
