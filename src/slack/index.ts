/** The Slack side of the product, as the composition root sees it. */
export type { Heard } from './desk.js';
export type { Log } from './log.js';
export { type SlackOptions, SlackStartError, type SlackTimes } from './options.js';
export type { IsInGroup } from './people/who-may-ask.js';
export type { Render, SlackMessage } from './saying/message.js';
export { type Slack, startSlack } from './start.js';
