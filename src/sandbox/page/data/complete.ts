/** What could be meant by the words typed so far: verbs, people and services behind `/iap`, people behind `@`. */

export interface Known {
  readonly commands: readonly string[];
  readonly people: readonly { readonly name: string; readonly realName: string }[];
  readonly services: readonly { readonly name: string; readonly about?: string }[];
}

export interface Completion {
  /** What stands in the list. */
  readonly label: string;
  readonly note: string;
  /** The whole text after choosing it. */
  readonly text: string;
}

type Taker = 'who' | 'where';

/** Verbs of Slack, what they are for, and what the words after them are. `docs` of the product have the rest. */
const VERBS: readonly { readonly verb: string; readonly note: string; readonly takes: readonly Taker[] }[] = [
  { verb: 'why', note: 'why can or can’t somebody get in', takes: ['who', 'where'] },
  { verb: 'probe', note: 'walk the path to a service, see where it ends', takes: ['where'] },
  { verb: 'changes', note: 'what changed about access lately', takes: ['where'] },
  { verb: 'who', note: 'everybody who can pass (administrators)', takes: ['where'] },
  { verb: 'status', note: 'what the bot can and cannot see', takes: [] },
  { verb: 'help', note: 'what can be asked', takes: [] },
];

const MOST = 8;

/** At most eight completions of the last word; none where nothing fits or nothing is being completed. */
export function complete(text: string, known: Known): readonly Completion[] {
  if (text.startsWith('/')) return completeCommand(text, known).slice(0, MOST);
  const at = /(?:^|\s)@([\w.-]*)$/.exec(text);
  if (at === null) return [];
  const typed = at[1] ?? '';
  return peopleLike(typed, known)
    .map(({ name, realName }) => ({
      label: `@${name}`,
      note: realName,
      text: `${text.slice(0, text.length - typed.length)}${name} `,
    }))
    .slice(0, MOST);
}

function completeCommand(text: string, known: Known): readonly Completion[] {
  const words = text.split(/\s+/);
  const last = words.at(-1) ?? '';
  const before = text.slice(0, text.length - last.length);
  const option = (label: string, note: string): Completion => ({ label, note, text: `${before}${label} ` });
  if (words.length === 1)
    return known.commands.filter((one) => one.startsWith(last)).map((one) => option(one, 'ask iap-doctor'));
  if (words.length === 2)
    return VERBS.filter(({ verb }) => verb.startsWith(last.toLowerCase())).map(({ verb, note }) =>
      option(verb, note),
    );
  const takes = VERBS.find(({ verb }) => verb === words[1]?.toLowerCase())?.takes[words.length - 3];
  if (takes === undefined) return [];
  if (takes === 'where')
    return known.services
      .filter(({ name }) => name.startsWith(last.toLowerCase()))
      .map(({ name, about }) => option(name, about ?? ''));
  const typed = last.replace(/^@/, '');
  return [
    ...('me'.startsWith(typed.toLowerCase()) ? [option('me', 'yourself')] : []),
    ...peopleLike(typed, known).map(({ name, realName }) => option(`@${name}`, realName)),
  ];
}

/** People whose handle or name has a word that begins like this. */
function peopleLike(typed: string, { people }: Known): Known['people'] {
  const low = typed.toLowerCase();
  return people.filter(({ name, realName }) =>
    [name, ...realName.toLowerCase().split(/\s+/)].some((word) => word.startsWith(low)),
  );
}
