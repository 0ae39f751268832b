/** Everything people can do with the bot in Slack beside typing a command, in the order of the buttons under an answer. */

import type { Feature } from '../desk.js';
import { createHome } from './app-home/index.js';
import { again } from './check-again.js';
import { evidence } from './evidence.js';
import { incident, joinedNow, joinIncident } from './incident/index.js';
import { mention } from './mention/index.js';
import { older } from './older.js';
import { askOwner } from './owner/index.js';
import { shareAnswer } from './share.js';
import { shortcut } from './shortcut/index.js';
import { threadButtons } from './thread-buttons.js';
import { createThreadReply } from './thread-reply/index.js';
import { watchUntilMended } from './watch/index.js';

export const features: readonly Feature[] = [
  askOwner,
  watchUntilMended,
  again,
  evidence,
  shareAnswer,
  older,
  mention,
  shortcut,
  createHome(),
  createThreadReply({ joinIncident, joinedNow, buttons: threadButtons }),
  incident,
];
