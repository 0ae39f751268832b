/** Every verb. A new one is one file and one line here. */
import { changes } from './changes.js';
import { drift } from './drift.js';
import { expect } from './expect.js';
import { createHelp } from './help.js';
import { probe } from './probe.js';
import { replay } from './replay.js';
import { snapshot } from './snapshot.js';
import { status } from './status.js';
import type { Verb } from './verb.js';
import { who } from './who.js';
import { why } from './why.js';

const asking: readonly Verb[] = [why, probe, changes, who, status, expect, snapshot, drift, replay];

export const verbs: readonly Verb[] = [...asking, createHelp(asking)];
