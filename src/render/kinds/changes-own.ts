/** What is said to somebody who asked about themselves: what happened to their own access, and nobody else's name. */
import type { ChangesReport, ListedChange } from '../../diagnosis/changes/report.js';
import type { Item, Outline, Part, View } from '../outline-types.js';
import { plain } from '../spans.js';
import { list, moment } from '../words.js';
import { capped, limit } from './why-parts.js';

/** Who did it, without a name. */
function by({ actorKind, tool }: ListedChange): string {
  if (tool === 'directory-sync') return 'a directory sync';
  return actorKind === 'automation' ? 'automation' : actorKind === 'person' ? 'an administrator' : 'somebody';
}

const places = ({ services }: ListedChange): string =>
  list(
    services.map(({ name }) => name),
    5,
  );

/** The change as it looks from the person's side. */
function sentenceFor(change: ListedChange, person: string | null): string {
  const own = change.deltas.filter(({ member }) => member === person);
  const removed = own.some(({ action }) => action === 'remove');
  const group = change.resource.replace(/^groups\//, '');
  if (change.kind === 'group-membership') {
    if (own.length === 0) return `${by(change)} changed the membership of a group you are in`;
    return removed ? `${by(change)} removed you from ${group}` : `${by(change)} added you to ${group}`;
  }
  if (change.kind === 'iam-policy' || change.kind === 'iap-policy') {
    const taken = change.deltas.some(({ action }) => action === 'remove');
    const given = change.deltas.some(({ action }) => action === 'add');
    const verb = taken && given ? 'changed' : taken ? 'took away' : given ? 'added' : 'wrote';
    return `${by(change)} ${verb} a grant that concerns you${change.services.length === 0 ? '' : ` at ${places(change)}`}`;
  }
  const what: Readonly<Record<string, string>> = {
    'iap-settings': 'the settings of IAP',
    'deny-policy': 'a rule that denies access',
    boundary: 'a boundary of access',
    'access-level': 'an access level',
    'custom-role': 'a role',
    'iap-switch': 'whether IAP is on',
    'oauth-client': 'the sign-in client',
    group: 'a group',
  };
  return `${by(change)} changed ${what[change.kind] ?? 'something'}${change.services.length === 0 ? '' : ` at ${places(change)}`}`;
}

function itemFor(change: ListedChange, report: ChangesReport, view: View): Item {
  const { person } = report;
  const lost = person !== null && change.effect.lost.includes(person);
  const gained = person !== null && change.effect.gained.includes(person);
  const at = (field: 'lost' | 'gained'): string =>
    list(
      change.services.filter((one) => one[field] > 0).map(({ name }) => name),
      5,
    );
  const effect = lost ? ` You lost ${at('lost')}.` : gained ? ` You gained ${at('gained')}.` : '';
  const cause = change.relation === 'cause' ? ' That is likely why you are refused.' : '';
  return {
    line: [
      plain(
        `${moment(change.at, view.now, view.timeZone)} · ${sentenceFor(change, person)}.${effect}${cause}`,
      ),
    ],
  };
}

export function ownOutline(report: ChangesReport, view: View): Outline {
  const { changes, window, id, blindSpots } = report;
  const since = moment(window.from, view.now, view.timeZone);
  const cause = changes.find(({ relation }) => relation === 'cause');
  const words = !report.read
    ? 'I could not read the logs, so I can\u2019t tell what changed for you.'
    : cause
      ? 'Something that changed is likely why you are refused.'
      : changes.length === 0
        ? `Nothing on your way in has changed since ${since}${blindSpots.length === 0 ? '' : ', as far as I can see'}.`
        : `${changes.length === 1 ? 'One change' : `${changes.length} changes`} on your way in since ${since}.`;
  const partial: Part[] =
    blindSpots.length === 0
      ? []
      : [
          {
            key: 'unseen',
            line: [plain('I do not see everything; whoever looks after me can ask for the details.')],
          },
        ];
  return {
    mood: !report.read ? 'unsure' : cause ? 'bad' : 'plain',
    headline: [plain(words)],
    tail: [],
    parts: [
      ...capped('changes', 'What changed', changes, limit(view, 5), (change) =>
        itemFor(change, report, view),
      ),
      ...partial,
    ],
    context: [id],
  };
}
