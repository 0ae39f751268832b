/** Turns a Slack user id into a speaker: who they are, whether they are answered, and whom they may ask about. */
import type { Speaker } from '../../app.js';
import type { Email, Principal, Subject } from '../../names/index.js';
import { parseSubject } from '../../names/index.js';
import { type People, type Person, type PersonLook, type Refusal, refusalOf } from './people.js';
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
      /** IANA name of the speaker's time zone, where Slack knows it. */
      readonly timeZone: string | undefined;
      /** Looked up once, when it first matters or when the answer is rendered. */
      readonly standing: () => Promise<Standing>;
      readonly mayAskAbout: (subject: Subject) => Promise<boolean>;
      readonly isAdmin: () => Promise<boolean>;
      /** Sentences about what Slack or the directory could not tell, to stand below the answer. */
      readonly notes: () => readonly string[];
    }
  | {
      readonly ok: false;
      readonly why: 'refused' | 'unavailable';
      /** Which rule it was, or what could not be seen; for the audit. */
      readonly code: Refusal['why'] | Extract<PersonLook, { ok: false }>['why'];
      /** Their address, where it is known all the same. */
      readonly email: Email | undefined;
      readonly sentence: string;
      readonly remedy: string;
    };

const ASK_FOR_YOU = 'An administrator of this bot can ask for you.';
const NOT_CHECKED =
  'Part of what I know is for administrators, and I could not look up whether you are one. Try again in a minute.';

/** Meets the person behind `userId`, who typed in the workspace `teamId`. Never throws. */
export async function meet(
  userId: string,
  teamId: string | undefined,
  sources: SpeakerSources,
  signal: AbortSignal,
): Promise<Met> {
  const look = await sources.people.look(userId);
  if (!look.ok) {
    return { ok: false, why: 'unavailable', code: look.why, email: undefined, ...unseen(look) };
  }
  const refusal = refusalOf(look.person, sources.team, teamId);
  if (refusal !== undefined) {
    const { why: code, sentence } = refusal;
    return { ok: false, why: 'refused', code, email: look.person.email, sentence, remedy: ASK_FOR_YOU };
  }

  const notes = new Set<string>();
  const self = selfOf(look.person);
  let standing: Promise<Standing> | undefined;
  const standingOnce = (): Promise<Standing> => {
    standing ??= standingOf(look.person.email, sources.admins, sources.isInGroup, signal);
    return standing;
  };
  return {
    ok: true,
    timeZone: look.person.timeZone,
    speaker: {
      surface: 'slack',
      self,
      resolveSlackUser: async (id) => {
        const other = await sources.people.look(id);
        if (other.ok) return selfOf(other.person);
        if (other.why !== 'no-such-user')
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

/** Why the speaker could not be recognised and what helps, as sentences to them. */
function unseen(look: Extract<PersonLook, { ok: false }>): { sentence: string; remedy: string } {
  switch (look.why) {
    case 'no-such-user':
      return {
        sentence: 'Slack does not show me your profile, so I cannot tell who you are.',
        remedy: ASK_FOR_YOU,
      };
    case 'no-right':
      return {
        sentence: 'Slack does not let me look people up, so I cannot tell who you are.',
        remedy: 'Whoever runs me has to give this app the scopes users:read and users:read.email.',
      };
    case 'unavailable':
      return {
        sentence: `Slack did not tell me who you are (${look.detail.slice(0, 120)}).`,
        remedy: 'Try again in a minute.',
      };
  }
}

/** The address in the profile as a subject, when Slack vouches for it at all. */
function selfOf(person: Person): Subject | undefined {
  if (person.email === undefined || person.bot || !person.emailConfirmed) return undefined;
  return parseSubject(person.email);
}
