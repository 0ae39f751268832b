/** `auth.test`, `api.test` and the opening of Socket Mode connections. */
import type { Method } from './method.js';

export const appMethods: readonly Method[] = [
  {
    name: 'api.test',
    token: 'none',
    scopes: [],
    run: (args) => ({ args }),
  },
  {
    name: 'auth.test',
    token: 'bot',
    scopes: [],
    run: (_args, { workspace }) => ({
      url: `https://${workspace.team.domain}.slack.test/`,
      team: workspace.team.name,
      user: workspace.bot.name,
      team_id: workspace.team.id,
      user_id: workspace.bot.userId,
      bot_id: workspace.bot.botId,
      is_enterprise_install: false,
    }),
  },
  {
    name: 'apps.connections.open',
    token: 'app',
    scopes: [],
    run: (_args, context) => ({ url: context.newSocketUrl() }),
  },
];
