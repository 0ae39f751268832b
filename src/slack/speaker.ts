/** Turns a Slack user id into a speaker: who they are, whether they are answered, and whom they may ask about. */
import type { Speaker } from '../app.js';
import type { Principal, Subject } from '../names/index.js';
import { parseSubject } from '../names/index.js';
import { type People, type Person, refusalOf } from './people.js';
import { type IsInGroup, mayAsk, type Standing, standingOf } from './who-may-ask.js';

export interface SpeakerSources {
  readonly people: People;
  /** The bot's own workspace from `auth.test`. */
  readonly team: string | undefined;
  readonly admins: readonly Principal[];
  readonly isInGroup: IsInGroup;
}

export type Met =
  | {
      readonly ok: true;
      readonly speaker: Speaker;
      /** Looked up once, when it first matters or when the answer is rendered. */
      readonly standing: () => Promise<Standing>;
      readonly mayAskAbout: (subject: Subject) => Promise<boolean>;
      readonly isAdmin: () => Promise<boolean>;
      /** Sentences about what Slack or the directory could not tell, to stand below the answer. */
      readonly notes: () => readonly string[];
    }
  | { readonly ok: false; readonly why: 'refused' | 'unavailable'; readonly sentence: string };

const NOT_CHECKED =
  'Part of what I know is for administrators, and I could not look up whether you are one. Try again in a minute.';

/** Meets the person behind `userId`. Never throws. */
export async function meet(userId: string, sources: SpeakerSources, signal: AbortSignal): Promise<Met> {
  const look = await sources.people.look(userId);
  if (!look.ok) {
    const sentence =
      look.why === 'no-such-user'
        ? 'Slack does not show me your profile, so I cannot tell who you are.'
        : `Slack did not tell me who you are (${look.detail.slice(0, 120)}).`;
    return { ok: false, why: 'unavailable', sentence };
  }
  const refusal = refusalOf(look.person, sources.team);
  if (refusal !== undefined) return { ok: false, why: 'refused', sentence: refusal };

  const notes = new Set<string>();
  const self = selfOf(look.person);
  if (self === undefined)
    notes.add('Your Slack profile shows me no e-mail address, so I cannot look you up.');
  let standing: Promise<Standing> | undefined;
  const standingOnce = (): Promise<Standing> => {
    standing ??= standingOf(look.person.email, sources.admins, sources.isInGroup, signal);
    return standing;
  };
  return {
    ok: true,
    speaker: {
      surface: 'slack',
      self,
      resolveSlackUser: async (id) => {
        const other = await sources.people.look(id);
        if (other.ok) return selfOf(other.person);
        if (other.why === 'unavailable')
          notes.add(
            `Slack did not tell me who that user is (${other.detail.slice(0, 120)}); nobody was ruled out by it.`,
          );
        return undefined;
      },
    },
    standing: standingOnce,
    mayAskAbout: async (subject) => {
      if (mayAsk(self, subject, 'asker')) return true;
      const known = await standingOnce();
      if (known === 'unsure') notes.add(NOT_CHECKED);
      return mayAsk(self, subject, known);
    },
    isAdmin: async () => {
      const known = await standingOnce();
      if (known === 'unsure') notes.add(NOT_CHECKED);
      return known === 'admin';
    },
    notes: () => [...notes],
  };
}

/** The address in the profile as a subject, when Slack vouches for it at all. */
function selfOf(person: Person): Subject | undefined {
  if (person.email === undefined || person.bot || !person.emailConfirmed) return undefined;
  return parseSubject(person.email);
}
