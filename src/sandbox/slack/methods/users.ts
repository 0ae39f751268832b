/** `users.*`: who somebody is, as far as the scopes let the app know. */
import type { Context } from '../context.js';
import type { EmulatedUser } from '../types.js';
import { ApiError, type Method, need } from './method.js';

export const userMethods: readonly Method[] = [
  {
    name: 'users.info',
    token: 'bot',
    scopes: ['users:read'],
    run: (args, context) => {
      const user = context.workspace.users.get(need(args, 'user', 'user_not_found'));
      if (user === undefined) throw new ApiError('user_not_found');
      return { user: wireUser(user, context) };
    },
  },
  {
    name: 'users.lookupByEmail',
    token: 'bot',
    scopes: ['users:read.email'],
    run: (args, context) => {
      const email = need(args, 'email', 'invalid_arguments').toLowerCase();
      const user = [...context.workspace.users.values()].find(
        (one) => one.email?.toLowerCase() === email && one.deleted !== true,
      );
      if (user === undefined) throw new ApiError('users_not_found');
      return { user: wireUser(user, context) };
    },
  },
  {
    name: 'users.list',
    token: 'bot',
    scopes: ['users:read'],
    run: (_args, context) => ({
      members: [...context.workspace.users.values()].map((user) => wireUser(user, context)),
      response_metadata: { next_cursor: '' },
    }),
  },
];

/** Slack's user object. The address is there only with `users:read.email`. */
function wireUser(user: EmulatedUser, { workspace, scopes }: Context): object {
  const teamId = user.teamId ?? workspace.team.id;
  const realName = user.realName ?? user.name;
  const email = scopes.includes('users:read.email') && user.email !== undefined ? { email: user.email } : {};
  return {
    id: user.id,
    team_id: teamId,
    name: user.name,
    deleted: user.deleted ?? false,
    real_name: realName,
    tz: 'Europe/Berlin',
    is_admin: false,
    is_owner: false,
    is_restricted: user.isRestricted ?? false,
    is_ultra_restricted: user.isUltraRestricted ?? false,
    is_bot: user.isBot ?? false,
    is_app_user: false,
    ...(user.isStranger === undefined ? {} : { is_stranger: user.isStranger }),
    is_email_confirmed: user.isEmailConfirmed ?? true,
    ...(user.enterpriseTeams === undefined
      ? {}
      : { enterprise_user: { id: user.id, enterprise_id: 'E0ACME', teams: user.enterpriseTeams } }),
    updated: Math.floor(workspace.clock.now() / 1_000),
    profile: { real_name: realName, display_name: user.name, team: teamId, ...email },
  };
}
