/** How the parts of the sandbox fare, for the page's head line. */
import type { Stage } from '../stage.js';
import type { Health } from './protocol.js';

/** Newest first, and no more than a glance can take in. */
const MOST_VIOLATIONS = 20;

function redisOf(redis: Stage['redis']): Health['redis'] {
  if (typeof redis === 'string') return { state: 'absent', note: redis };
  const state = redis.state();
  switch (state) {
    case 'running':
      return { state, note: 'The bot keeps its facts and jobs in a Redis of the sandbox’s own.' };
    case 'stopped':
      return { state, note: 'Redis is stopped: the bot goes on from its own memory.' };
    case 'frozen':
      return { state, note: 'Redis takes connections and never answers: the bot must not wait for it.' };
  }
}

export function healthOf({ bot, redis, slack }: Stage, startedAt: string): Health {
  const { ok, why } = bot.slack.ready();
  return {
    startedAt,
    bot: { ready: ok, ...(why === undefined ? {} : { why }), mode: bot.slack.mode },
    redis: redisOf(redis),
    violations: slack.state.violations.slice(-MOST_VIOLATIONS).reverse(),
  };
}
