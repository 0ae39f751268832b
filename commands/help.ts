/** `help [verb]`: what can be asked, and how. */
import { suggest } from '../src/names/suggest.js';
import type { Answer, Help } from '../src/render/answer.js';
import type { Verb } from './verb.js';

const usage = 'help [verb]';

/** The flags of a verb, aligned, one per line. */
export function flagLines(flags: Verb['flags']): string[] {
  const rows = Object.entries(flags).map(([name, spec]) => ({
    left: `--${name}${spec.placeholder === undefined ? '' : ` ${spec.placeholder}`}`,
    help: spec.help,
  }));
  const width = Math.max(0, ...rows.map((r) => r.left.length));
  return rows.map(({ left, help }) => `${left.padEnd(width)}  ${help}`);
}

/** The usage line with what stands in front of it on each surface. */
export function usageOn(verb: Verb, surface: 'slack' | 'terminal'): string | undefined {
  const line = verb.usage[surface];
  return line === undefined ? undefined : `${surface === 'slack' ? '/iap' : 'iap-doctor'} ${line}`;
}

function helpFor(verbs: readonly Verb[], surface: 'slack' | 'terminal', chosen: Verb | undefined): Help {
  const shown = chosen ? [chosen] : verbs;
  const rows = shown.flatMap((verb) => {
    const line = usageOn(verb, surface);
    return line === undefined ? [] : [{ name: verb.name, summary: verb.summary, usage: line }];
  });
  const details = chosen
    ? [
        ...flagLines(surface === 'terminal' ? chosen.flags : (chosen.slackFlags ?? {})),
        ...chosen.examples.map((example) => `${surface === 'slack' ? '/iap' : 'iap-doctor'} ${example}`),
      ]
    : [];
  return { title: chosen ? chosen.name : 'What you can ask', verbs: rows, details };
}

/** `help` describes the other verbs, so it is made from their list. */
export function createHelp(others: readonly Verb[]): Verb {
  const self: Verb = {
    name: 'help',
    summary: 'what can be asked, and how',
    usage: { slack: usage, terminal: usage },
    flags: {},
    examples: ['help why'],
    prepare: ([word, extra]) => {
      const verbs = [...others, self];
      const chosen = verbs.find((v) => v.name === word?.toLowerCase());
      if (extra !== undefined)
        return { ok: false, mistake: { message: 'help takes one verb at most.', nearest: usage } };
      if (word !== undefined && !chosen) {
        const near = suggest(
          word,
          verbs.map((v) => v.name),
        );
        return {
          ok: false,
          mistake: {
            message: `There is no verb \u201c${word}\u201d.`,
            nearest: near === undefined ? 'help' : `help ${near}`,
          },
        };
      }
      return {
        ok: true,
        run: async (_app, asking): Promise<Answer> => ({
          kind: 'help',
          help: helpFor(verbs, asking.speaker.surface, chosen),
        }),
      };
    },
  };
  return self;
}
