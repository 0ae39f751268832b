/** Whom to ask about a service: its channel, else its owners one by one, found in Slack by their addresses. */
import type { Config, ServiceConfig } from '../../../config.js';
import type { Fix } from '../../../fixes/types.js';
import { type Email, parseEmail } from '../../../names/index.js';
import type { Answer } from '../../../render/answer.js';
import type { Addressee } from '../../../render/owner-words.js';
import type { Desk } from '../../desk.js';
import { whatWentWrong } from '../../log.js';
import { patiently } from '../../saying/web-client.js';

/** More people than this are not written to one by one. */
const MOST_PEOPLE = 10;
const LIST_MS = 8_000;

/** The configured service that an answer is about. */
export function serviceOf(answer: Answer, config: Pick<Config, 'services'>): ServiceConfig | undefined {
  if (answer.kind !== 'why') return undefined;
  const { name } = answer.report.where;
  return config.services.find((service) => service.name === name);
}

/** The mend that is the owner's, in a refusal. */
export function ownersFix(answer: Answer): Fix | undefined {
  if (answer.kind !== 'why' || answer.report.verdict === 'allowed') return undefined;
  return answer.report.fixes.find((fix) => fix.for === 'owner');
}

/** Why no button offers to ask the owner, where an owner could mend it; undefined where one does, or nobody could. */
export function whyNobodyIsAsked(answer: Answer, config: Pick<Config, 'services'>): string | undefined {
  if (answer.kind !== 'why' || ownersFix(answer) === undefined) return undefined;
  const service = serviceOf(answer, config);
  if (service !== undefined && addresseesOf(service).length > 0) return undefined;
  const { name } = answer.report.where;
  const what = service === undefined ? 'is not in my list of services' : 'has no owner I could write to';
  return `Nobody is offered to be asked: ${name} ${what} (services[].owners or ownersChannel in my configuration).`;
}

/** As configured: the channel alone where there is one. Nobody can write to other kinds of owners. */
export function addresseesOf({ owners, ownersChannel }: ServiceConfig): readonly Addressee[] {
  if (ownersChannel !== undefined) return [{ channel: ownersChannel }];
  return owners.flatMap((owner): Addressee[] => {
    if (owner.kind === 'user') return [{ email: owner.email }];
    return owner.kind === 'group' ? [{ group: owner.email }] : [];
  });
}

async function peopleOf(to: readonly Addressee[], desk: Desk): Promise<readonly Email[]> {
  const signal = AbortSignal.any([desk.stopping, AbortSignal.timeout(LIST_MS)]);
  const lists = to.map(async (one): Promise<readonly Email[]> => {
    if ('email' in one) return [parseEmail(one.email)].filter((email) => email !== undefined);
    const group = 'group' in one ? parseEmail(one.group) : undefined;
    if (group === undefined) return [];
    try {
      return (await desk.membersOf?.(group, signal)) ?? [];
    } catch (error) {
      desk.log.warn({ error: whatWentWrong(error) }, 'The members of an owners’ group could not be listed');
      return [];
    }
  });
  const people = [...new Set((await Promise.all(lists)).flat())];
  if (people.length > MOST_PEOPLE)
    desk.log.warn({ left: people.length - MOST_PEOPLE }, 'More owners than are written to; name a channel');
  return people.slice(0, MOST_PEOPLE);
}

async function slackUser(email: Email, desk: Desk): Promise<string | undefined> {
  try {
    const { user } = await patiently(() => desk.client.users.lookupByEmail({ email }));
    return user?.deleted === true ? undefined : user?.id;
  } catch (error) {
    desk.log.info({ error: whatWentWrong(error) }, 'An owner was not found in Slack');
    return undefined;
  }
}

export type Target = { readonly channel: string } | { readonly userId: string };

/** Where in Slack they are. Whoever asks is not asked. */
export async function targetsOf(
  to: readonly Addressee[],
  asker: string,
  desk: Desk,
): Promise<readonly Target[]> {
  const [first] = to;
  if (first !== undefined && 'channel' in first) return [first];
  const ids = await Promise.all((await peopleOf(to, desk)).map((email) => slackUser(email, desk)));
  const found = ids.filter((id): id is string => id !== undefined && id !== asker);
  return [...new Set(found)].map((userId) => ({ userId }));
}
