/** Every verb. A new one is one file and one line here. */
import { createHelp } from './help.js';
import { replay } from './replay.js';
import type { Verb } from './verb.js';
import { why } from './why.js';

const asking: readonly Verb[] = [why, replay];

export const verbs: readonly Verb[] = [...asking, createHelp(asking)];
