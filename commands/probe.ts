/** `probe <where>`: walks the path to the endpoint, and names the hop that fails and who answered. */
import { inSlack, inTerminal, readProbeWords } from './probe-words.js';
import type { Prepared, Verb } from './verb.js';

export const probe: Verb = {
  name: 'probe',
  summary: 'walk the path to an endpoint: which hop fails, and who answered',
  usage: { slack: 'probe <where>', terminal: 'probe <where>' },
  flags: inTerminal,
  slackFlags: inSlack,
  examples: [
    'probe dashboard',
    'probe https://dash.example.com/admin',
    'probe orders --grpc --as ci@my-project.iam.gserviceaccount.com',
  ],
  prepare: (words, flags) => {
    const read = readProbeWords(words, flags);
    if (!read.ok) return read;
    // A probe is much code that no other verb needs at its start.
    const run: Extract<Prepared, { ok: true }>['run'] = async (app, asking) => {
      const { answerProbe } = await import('./probe-run.js');
      return answerProbe(read.value, app, asking);
    };
    return { ok: true, run };
  },
};
