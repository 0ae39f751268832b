/** The Slack side of the product, as the composition root sees it. */
export type { Heard } from './desk.js';
export type { Log } from './log.js';
export type { Render, SlackMessage } from './message.js';
export { type SlackOptions, SlackStartError, type SlackTimes } from './options.js';
export { type Slack, startSlack } from './start.js';
export type { IsInGroup } from './who-may-ask.js';
