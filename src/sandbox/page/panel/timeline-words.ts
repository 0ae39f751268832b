/** The words of the timeline: which lane an entry stands in, and what a mark says. */
import type { TimelineEntry } from '../../web/protocol.js';

export type LaneId = 'people' | 'grants' | 'guards' | 'refused';

export const LANES: readonly { readonly id: LaneId; readonly title: string }[] = [
  { id: 'people', title: 'Groups' },
  { id: 'grants', title: 'Grants' },
  { id: 'guards', title: 'Guards and settings' },
  { id: 'refused', title: 'Refused' },
];

/** Kinds of `changes --json`; what is none of the first two is a guard or a setting. */
export function laneOf(entry: TimelineEntry): LaneId {
  if (entry.type === 'denial') return 'refused';
  if (entry.kind === 'group' || entry.kind === 'group-membership') return 'people';
  if (entry.kind === 'iam-policy' || entry.kind === 'iap-policy' || entry.kind === 'custom-role')
    return 'grants';
  return 'guards';
}

/** `22 Nov, 14:02`, in the reader's time zone. */
export function dayAndTime(at: string): string {
  return new Date(at).toLocaleString('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
}

const MOST = 3;

/** What a mark stands for, for a tooltip and for readers of screens. */
export function markWords(items: readonly TimelineEntry[]): string {
  const told = items.slice(-MOST).map((one) => `${dayAndTime(one.at)}: ${one.summary}`);
  const last = items.length > MOST ? ', the last' : '';
  return items.length > 1 ? `${items.length} together${last}: ${told.join(' ')}` : told.join(' ');
}

/** An address without the part that everybody here shares. */
export function shortName(address: string): string {
  return address
    .replace(/^(?:user|group|serviceAccount|deleted:\w+):/, '')
    .replace(/@(?:acme\.test|[\w-]+\.iam\.gserviceaccount\.com)$/, '@');
}

/** `-` and `+` before what a change took and gave. */
export const SIGNS = { add: '+', remove: '−', change: '~' } as const;

/** A few words to stand beside a mark: what a change took or gave, or whom IAP turned away. */
export function shortWords(items: readonly TimelineEntry[]): string {
  const [first] = items;
  if (first === undefined) return '';
  const same = items.every((one) => one.type === first.type);
  if (items.length > 1 && first.type === 'denial' && same)
    return unique(items.map((one) => (one.type === 'denial' ? shortName(one.who) : ''))).join(', ');
  const told = items.map((one) => {
    if (one.type === 'denial') return `${shortName(one.who)} at ${one.where}`;
    const [delta] = one.deltas;
    const many = one.deltas.length > 1 ? ' and more' : '';
    const where = shortName(one.resource.split('/').at(-1) ?? '');
    if (delta === undefined) return `${shortName(one.actor)}: ${one.kind}`;
    const what = `${SIGNS[delta.action]} ${shortName(delta.member ?? delta.role ?? '')}`;
    // Of several at once, who they were about has to do.
    return items.length > 1 ? what : `${what}${many}, ${where}`;
  });
  return unique(told).join(', ');
}

const unique = (words: readonly string[]): readonly string[] => [...new Set(words)];
