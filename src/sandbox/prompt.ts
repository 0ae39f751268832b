/** The sandbox at a prompt: lines typed as whichever person one chooses, and what that person sees in Slack. */
import { createInterface } from 'node:readline/promises';
import { suggest } from '../names/suggest.js';
import type { EmulatedUser } from './slack/index.js';
import type { Stage } from './stage.js';
import { sandboxServices } from './world.js';

const WELCOME = `This is acme.test, a company that exists on this computer only. Type what its people would type in Slack:

  /iap why me dashboard      ask as the person you are now
  /iap probe gallery         walk the way to a service, and see where it ends
  /iap help                  what else can be asked
  as maya                    become somebody else
  people, services           who and what there is
  quit
`;

/**
 * Reads lines until there are no more, somebody quits, or `signal` aborts. Says how many lines there were, so that an
 * input without any can be told from one that was read to its end.
 */
export async function runPrompt(
  stage: Stage,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  signal?: AbortSignal,
): Promise<number> {
  const lines = createInterface({
    input,
    output,
    terminal: 'isTTY' in output && output.isTTY === true,
    ...(signal ? { signal } : {}),
  });
  const byName = (name: string): EmulatedUser | undefined =>
    stage.people.find((p) => p.name === name.toLowerCase() || p.email === name.toLowerCase());
  let speaker = byName('maya') ?? stage.people[0];
  let count = 0;
  const say = (text: string): void => void output.write(`${text}\n`);
  say(WELCOME);
  lines.setPrompt(`${speaker?.name ?? ''}> `);
  lines.prompt();
  try {
    for await (const line of lines) {
      count += 1;
      const words = line.trim().split(/\s+/);
      const [first = '', second = ''] = words;
      if (first === 'quit' || first === 'exit') break;
      if (first === 'people')
        say(stage.people.map((p) => `  ${p.name.padEnd(12)} ${p.email ?? ''}`).join('\n'));
      else if (first === 'services')
        say(sandboxServices.map((s) => `  ${s.name.padEnd(12)} ${s.url ?? ''}`).join('\n'));
      else if (first === 'as') {
        const other = byName(second);
        const near = suggest(
          second,
          stage.people.map((p) => p.name),
        );
        if (other) speaker = other;
        else say(`There is nobody called ${second}.${near === undefined ? '' : ` Did you mean ${near}?`}`);
      } else if (first !== '' && speaker) {
        say(await stage.ask(speaker, line.trim().replace(/^\/iap\b\s*/, '')));
      }
      lines.setPrompt(`${speaker?.name ?? ''}> `);
      lines.prompt();
    }
  } finally {
    lines.close();
  }
  return count;
}
