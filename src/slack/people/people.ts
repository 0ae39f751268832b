/** Who a Slack user is: read from `users.info`, kept a few minutes, and judged before anything is answered. */
import { z } from 'zod';
import { type Email, parseEmail } from '../../names/index.js';
import type { Clock } from '../../store/ports.js';

const FRESH_MS = 5 * 60_000;
/** A name is used this long when Slack cannot be asked; a person locked out of Slack does not get here anyway. */
const USABLE_MS = 60 * 60_000;
const MOST_PEOPLE = 10_000;

const flag = z.boolean().optional().catch(undefined);
const word = z.string().min(1).optional().catch(undefined);
const slackUser = z.object({
  id: z.string(),
  team_id: word,
  deleted: flag,
  is_bot: flag,
  is_restricted: flag,
  is_ultra_restricted: flag,
  is_stranger: flag,
  is_email_confirmed: flag,
  is_workflow_bot: flag,
  tz: word,
  profile: z.object({ email: word }).optional().catch(undefined),
  enterprise_user: z
    .object({ teams: z.array(z.string()).optional().catch(undefined) })
    .optional()
    .catch(undefined),
});

/** What is used of Slack's user object. */
export interface Person {
  readonly id: string;
  /** From the profile: a hint for looking up, never a proof. Undefined without `users:read.email` too. */
  readonly email: Email | undefined;
  /** The workspace, and on Enterprise Grid every workspace the person is in. */
  readonly teams: readonly string[];
  readonly deleted: boolean;
  readonly bot: boolean;
  readonly guest: boolean;
  readonly stranger: boolean;
  /** False only when Slack says so. */
  readonly emailConfirmed: boolean;
  /** IANA name (`tz` of `users.info`), for moments in answers. */
  readonly timeZone: string | undefined;
}

export type PersonLook =
  | { readonly ok: true; readonly person: Person }
  | {
      readonly ok: false;
      readonly why: 'no-such-user' | 'no-right' | 'unavailable';
      readonly detail: string;
    };

/** Reads Slack's user object; nothing when it is not one. */
export function parsePerson(value: unknown): Person | undefined {
  const read = slackUser.safeParse(value);
  if (!read.success) return undefined;
  const user = read.data;
  return {
    id: user.id,
    email: user.profile?.email === undefined ? undefined : parseEmail(user.profile.email),
    teams: [...(user.team_id === undefined ? [] : [user.team_id]), ...(user.enterprise_user?.teams ?? [])],
    deleted: user.deleted === true,
    bot: user.is_bot === true || user.is_workflow_bot === true || user.id === 'USLACKBOT',
    guest: user.is_restricted === true || user.is_ultra_restricted === true,
    stranger: user.is_stranger === true,
    emailConfirmed: user.is_email_confirmed !== false,
    timeZone: user.tz,
  };
}

/** Why somebody is not answered: a word for the audit, and a sentence to them. */
export interface Refusal {
  readonly why: 'bot' | 'deactivated' | 'other-workspace' | 'guest' | 'unconfirmed';
  readonly sentence: string;
}

/**
 * Why this person is not answered; undefined when they are. `team` is the bot's own workspace,
 * undefined when Slack did not name it. `typedIn` is the workspace of the command, which counts where the profile
 * names none.
 */
export function refusalOf(
  person: Person,
  team: string | undefined,
  typedIn?: string | undefined,
): Refusal | undefined {
  const home = typedIn === undefined ? [] : [typedIn];
  const teams = person.teams.length > 0 ? person.teams : home;
  const refuse = (why: Refusal['why'], sentence: string): Refusal => ({ why, sentence });
  if (person.bot) return refuse('bot', 'I answer people, not bots.');
  if (person.deleted)
    return refuse('deactivated', 'Your Slack account is deactivated, so I cannot answer you.');
  if (person.stranger || (team !== undefined && teams.length > 0 && !teams.includes(team)))
    return refuse(
      'other-workspace',
      'You belong to another Slack workspace. I answer members of my own workspace only.',
    );
  if (person.guest) return refuse('guest', 'You are a guest in this workspace. I answer full members only.');
  if (!person.emailConfirmed)
    return refuse(
      'unconfirmed',
      'Slack has not confirmed your e-mail address yet, so I cannot tell who you are. Confirm it, then ask again.',
    );
  return undefined;
}

/** An answer about somebody is about whoever was asked for, also where it repeats no id. */
const withId = (answer: unknown, id: string): unknown =>
  typeof answer === 'object' && answer !== null && !('id' in answer) ? { ...answer, id } : answer;

export interface People {
  /** One person, from memory when read less than five minutes ago. Never throws. */
  look(id: string): Promise<PersonLook>;
}

/** Asks Slack once per person at a time. `ask` is `users.info`: it gives the `user` object, or throws. */
export function createPeople(ask: (id: string) => Promise<unknown>, clock: Clock): People {
  const known = new Map<string, { readonly person: Person; readonly readAt: number }>();
  const asking = new Map<string, Promise<PersonLook>>();

  async function load(id: string): Promise<PersonLook> {
    try {
      const person = parsePerson(withId(await ask(id), id));
      if (person === undefined) return { ok: false, why: 'unavailable', detail: 'unreadable answer' };
      if (known.size >= MOST_PEOPLE) known.clear();
      known.set(id, { person, readAt: clock.now() });
      return { ok: true, person };
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      if (/\b(?:user_not_found|user_not_visible)\b/.test(detail)) {
        known.delete(id);
        return { ok: false, why: 'no-such-user', detail };
      }
      if (/\b(?:missing_scope|no_permission)\b/.test(detail)) return { ok: false, why: 'no-right', detail };
      const old = known.get(id);
      if (old !== undefined && clock.now() - old.readAt < USABLE_MS) return { ok: true, person: old.person };
      return { ok: false, why: 'unavailable', detail };
    }
  }

  return {
    async look(id) {
      const kept = known.get(id);
      if (kept !== undefined && clock.now() - kept.readAt < FRESH_MS)
        return { ok: true, person: kept.person };
      const pending = asking.get(id) ?? load(id).finally(() => asking.delete(id));
      asking.set(id, pending);
      return pending;
    },
  };
}
