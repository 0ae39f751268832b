/** The one place that decides who may ask about whom, and who reads the full texts (`design.md` §4.7). */
import type { Email, Principal, Subject } from '../../names/index.js';

/** Whether a person is in a group, nested groups included; undefined when it could not be looked up. */
export type IsInGroup = (person: Email, group: Email, signal: AbortSignal) => Promise<boolean | undefined>;

/** The people who are members of a group themselves; undefined when they could not be listed. */
export type MembersOf = (group: Email, signal: AbortSignal) => Promise<readonly Email[] | undefined>;

/**
 * What the speaker is here. `unsure`: no user entry names them and at least one administrators' group could not be
 * looked up, so they are treated as everybody else, and told so.
 */
export type Standing = 'admin' | 'asker' | 'unsure';

/**
 * Looks the speaker up in `slack.admins`. Users are compared by address, groups are asked all at once; every other
 * kind of principal there names nobody. A look that fails or is aborted makes nobody an administrator.
 */
export async function standingOf(
  speaker: Email | undefined,
  admins: readonly Principal[],
  isInGroup: IsInGroup,
  signal: AbortSignal,
): Promise<Standing> {
  if (speaker === undefined) return 'asker';
  if (admins.some((admin) => admin.kind === 'user' && admin.email === speaker)) return 'admin';
  const groups = admins.flatMap((admin) => (admin.kind === 'group' ? [admin.email] : []));
  const looks = groups.map(async (group) => {
    try {
      return await untilAborted(isInGroup(speaker, group, signal), signal);
    } catch {
      return undefined;
    }
  });
  return firstYes(looks);
}

/** Whether the speaker may ask about the subject: about themselves always, about others as an administrator. */
export function mayAsk(self: Subject | undefined, subject: Subject, standing: Standing): boolean {
  return standing === 'admin' || (self !== undefined && sameSubject(self, subject));
}

function sameSubject(a: Subject, b: Subject): boolean {
  if (a.kind === 'federated' || b.kind === 'federated') return a.kind === b.kind && rawOf(a) === rawOf(b);
  return a.kind === b.kind && a.email === b.email;
}

function rawOf(subject: Subject): string | undefined {
  return subject.kind === 'federated' ? subject.raw : undefined;
}

/** One yes is enough and is not kept waiting by slower groups. */
async function firstYes(looks: readonly Promise<boolean | undefined>[]): Promise<Standing> {
  const yes = looks.map(async (look) => {
    if ((await look) !== true) throw new Error('not this one');
  });
  try {
    await Promise.any(yes);
    return 'admin';
  } catch {
    return (await Promise.all(looks)).includes(undefined) ? 'unsure' : 'asker';
  }
}

/** The result, or undefined as soon as the signal aborts; a failure after that is nobody's business any more. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const stop = (): void => resolve(undefined);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
