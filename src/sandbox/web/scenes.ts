/** What happens to many people at once: a change, their refusals in the log, and their messages in the channel. */
import { logAuthorization } from '../google/change.js';
import { HELP_CHANNEL, type Stage } from '../stage.js';
import { sandboxServices } from '../world.js';
import type { ActResult, Scene } from './protocol.js';
import type { Board } from './switches/board.js';

interface Plan extends Scene {
  /** Switches that are flipped first; “put everything back” takes them back. */
  readonly flips: readonly (readonly [id: string, position: string])[];
  readonly service: string;
  /** Who is refused there and what they write; by address. */
  readonly lines: readonly (readonly [email: string, text: string])[];
}

const WEB = 'roles/iap.httpsResourceAccessor';

const PLANS: readonly Plan[] = [
  {
    id: 'handbook-for-nobody',
    title: 'Everybody is locked out of the handbook',
    note: 'Bob takes domain:acme.test out of the handbook’s policy, and seven people write to #help-access within a moment.',
    channel: HELP_CHANNEL,
    flips: [[`grant:handbook:${WEB}:domain:acme.test`, 'not-granted']],
    service: 'handbook',
    lines: [
      ['noor@acme.test', 'I can’t get into handbook any more, it says I don’t have access'],
      ['ana@acme.test', 'getting a 403 on handbook since a minute ago, anyone else?'],
      ['tom@acme.test', 'same here, access denied on https://handbook.acme.test/'],
      ['nils@acme.test', 'handbook: “You don’t have access”. What happened?'],
      ['cleo@acme.test', 'can somebody give me access to handbook? It worked this morning'],
      ['hana@acme.test', 'locked out of handbook, please help'],
      ['vera@acme.test', 'I get a 403 on handbook.acme.test'],
    ],
  },
  {
    id: 'sync-and-back',
    title: 'A sync takes engineering out of dashboard’s group',
    note: 'The group eng leaves dash-users. Ana, Tom and Bob notice and ask.',
    channel: HELP_CHANNEL,
    flips: [['member:dash-users@acme.test:eng@acme.test', 'out']],
    service: 'dashboard',
    lines: [
      ['ana@acme.test', 'is dashboard down? I get “You don’t have access”'],
      ['tom@acme.test', 'no access to dash since just now'],
      ['bob@acme.test', '403 on https://dash.acme.test/ for me too'],
    ],
  },
];

export const scenes: readonly Scene[] = PLANS.map(({ id, title, note, channel }) => ({
  id,
  title,
  note,
  channel,
}));

/** Plays one; `say` posts as a person. */
export async function playScene(
  scene: string,
  { company, people }: Stage,
  board: Board,
  say: (person: string, channel: string, text: string) => void,
): Promise<ActResult> {
  const plan = PLANS.find(({ id }) => id === scene);
  const service = sandboxServices.find(({ name }) => name === plan?.service);
  if (!plan || !service) return { ok: false, error: 'There is no such scene.' };
  for (const [id, position] of plan.flips) {
    const moved = await board.flip(id, position);
    if (!moved.ok) return moved;
  }
  const host = service.url === undefined ? '' : new URL(service.url).hostname;
  for (const [email, text] of plan.lines) {
    logAuthorization(company.google.world, { resource: service.resource, granted: false, email, host });
    const person = people.find((one) => one.email === email);
    if (person) say(person.id, plan.channel, text);
  }
  return { ok: true };
}
