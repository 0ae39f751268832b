/** Every verb. A new one is one file and one line here. */
import { createHelp } from './help.js';
import { replay } from './replay.js';
import { status } from './status.js';
import type { Verb } from './verb.js';
import { who } from './who.js';
import { why } from './why.js';

const asking: readonly Verb[] = [why, who, status, replay];

export const verbs: readonly Verb[] = [...asking, createHelp(asking)];
