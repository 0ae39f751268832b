/** Understands a line of words on either surface: finds the verb, reads its flags, and never throws. */
import { parseArgs } from 'node:util';
import type { App, Ask, Asking } from '../src/app.js';
import type { TypedMistake } from '../src/names/asked.js';
import { suggest } from '../src/names/suggest.js';
import type { Answer } from '../src/render/answer.js';
import { usageOn } from './help.js';
import { verbs } from './index.js';
import type { FlagSpec, FlagValues, Prepared, Verb } from './verb.js';

type Surface = 'slack' | 'terminal';

/** Words understood: the verb, its own flags' values and the common ones. */
export type Understood =
  | { readonly ok: true; readonly verb: Verb; readonly prepared: Prepared; readonly flags: FlagValues }
  | { readonly ok: false; readonly mistake: TypedMistake; readonly usage: string | undefined };

const onSurface = (surface: Surface): readonly Verb[] => verbs.filter((v) => v.usage[surface] !== undefined);

function unknownVerb(word: string, surface: Surface): Understood {
  const names = onSurface(surface).map((v) => v.name);
  const near = suggest(word, names);
  // An address where the verb should be is the commonest slip: the person meant `why`.
  const nearest = word.includes('@') ? `why ${word}` : (near ?? 'help');
  const prefix = surface === 'slack' ? '/iap' : 'iap-doctor';
  return {
    ok: false,
    mistake: {
      message: `I don\u2019t know how to \u201c${word}\u201d. I know: ${names.join(', ')}.`,
      nearest: `${prefix} ${nearest}`,
    },
    usage: undefined,
  };
}

/** The mistake with a nearest form that can be typed as it stands, where that form names a verb. */
function whole({ message, nearest }: TypedMistake, surface: Surface): TypedMistake {
  const verb = onSurface(surface).some((v) => v.name === nearest?.split(' ')[0]);
  return { message, nearest: verb ? `${surface === 'slack' ? '/iap' : 'iap-doctor'} ${nearest}` : nearest };
}

/** `parseArgs` throws with a code; its sentences are made for programmers, so they are said anew. */
function flagMistake(error: unknown, specs: Readonly<Record<string, FlagSpec>>, verb: string): TypedMistake {
  const message = error instanceof Error ? error.message : '';
  const option = /'(--?[^\s'=]+)/.exec(message)?.[1] ?? '';
  const name = option.replace(/^-+/, '');
  const spec = specs[name];
  if (spec) {
    return spec.type === 'boolean'
      ? { message: `${option} takes no value.`, nearest: option }
      : { message: `${option} needs a value.`, nearest: `${option} ${spec.placeholder ?? 'VALUE'}` };
  }
  const near = suggest(name, Object.keys(specs));
  return {
    message: `I don\u2019t know the flag ${option}.`,
    nearest: near === undefined ? `help ${verb}` : `--${near}`,
  };
}

/** Gives flags whose value may be left out an empty one where it was, since `parseArgs` knows no such flags. */
function withEmpty(words: readonly string[], specs: Readonly<Record<string, FlagSpec>>): string[] {
  const end = words.indexOf('--');
  return words.map((word, i) => {
    const takes = specs[word.replace(/^--/, '')]?.takes;
    if (takes === undefined || !word.startsWith('--') || (end >= 0 && i > end)) return word;
    const next = words[i + 1];
    return next !== undefined && takes(next) ? word : `${word}=`;
  });
}

/** Reads a whole line. `common` are the flags every verb has on this surface. Pure. */
export function understand(
  words: readonly string[],
  surface: Surface,
  common: Readonly<Record<string, FlagSpec>>,
): Understood {
  const [first, ...rest] = words[0]?.startsWith('-')
    ? ['help', ...words]
    : words.length === 0
      ? ['help']
      : words;
  const verb = onSurface(surface).find((v) => v.name === first?.toLowerCase());
  if (!verb) return unknownVerb(first ?? '', surface);
  const specs = { ...common, ...(surface === 'terminal' ? verb.flags : (verb.slackFlags ?? {})) };
  try {
    const { values, positionals } = parseArgs({
      args: withEmpty(rest, specs),
      options: specs,
      allowPositionals: true,
      strict: true,
    });
    // Without a null prototype values could not be told from inherited names; parseArgs gives one.
    const flags: FlagValues = values;
    const prepared = verb.prepare(positionals, flags);
    if (prepared.ok) return { ok: true, verb, prepared, flags };
    return { ok: true, verb, prepared: { ok: false, mistake: whole(prepared.mistake, surface) }, flags };
  } catch (error) {
    const mistake = whole(flagMistake(error, specs, verb.name), surface);
    return { ok: false, mistake, usage: usageOn(verb, surface) };
  }
}

const COMMON_IN_SLACK: Readonly<Record<string, FlagSpec>> = {
  fresh: { type: 'boolean', help: 'read everything anew' },
};

/** Runs an understood question; whatever goes wrong inside becomes an answer with a reference. */
export async function answerTo(
  understood: Understood,
  app: App,
  asking: Asking,
  onDefect: (id: string, error: unknown) => void,
): Promise<Answer> {
  const { surface } = asking.speaker;
  if (!understood.ok) return { kind: 'mistake', mistake: understood.mistake, usage: understood.usage };
  const { verb, prepared } = understood;
  const usage = usageOn(verb, surface);
  if (!prepared.ok) return { kind: 'mistake', mistake: prepared.mistake, usage };
  try {
    const answer = await prepared.run(app, asking);
    if (answer.kind !== 'mistake') return answer;
    return { ...answer, mistake: whole(answer.mistake, surface), usage: answer.usage ?? usage };
  } catch (error) {
    const id = app.newReference();
    onDefect(id, error);
    return {
      kind: 'failure',
      failure: {
        id,
        message: 'Something went wrong inside me, and it is not your fault.',
        remedy: 'Ask again; if it happens again, give the reference to whoever runs me.',
      },
    };
  }
}

/** What the Slack side is given: words in, an answer out, never an exception. */
export function createAsk(app: App, onDefect: (id: string, error: unknown) => void): Ask {
  return (words, asking) => {
    const understood = understand(words, 'slack', COMMON_IN_SLACK);
    const fresh = understood.ok && understood.flags.fresh === true;
    return answerTo(understood, app, fresh ? { ...asking, fresh } : asking, onDefect);
  };
}
