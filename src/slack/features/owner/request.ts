/** A request to the owners of a service: what it holds, and the notes by which its buttons find it from any process. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { notice } from '../../../render/notice.js';
import { type OwnerReplies, ownerFootnote, ownerReplies, ownerRequest } from '../../../render/owner-words.js';
import type { Notes } from '../../../store/ports-notes.js';
import { type Asked, reviveAsked } from '../../asking/kept/asked.js';
import type { SlackMessage } from '../../saying/message.js';

export const ASK_OWNER = 'owner_ask';
export const OWNER_DONE = 'owner_done';
export const OWNER_CANT = 'owner_cant';
export const OWNER_NOT_ME = 'owner_not_me';

const recipient = z.object({ channel: z.string(), ts: z.string(), userId: z.string().optional() });
const target = z.union([z.object({ channel: z.string() }), z.object({ userId: z.string() })]);
const addressee = z.union([
  z.object({ channel: z.string() }),
  z.object({ email: z.string() }),
  z.object({ group: z.string() }),
]);

const schema = z.object({
  id: z.string(),
  asked: z.unknown(),
  headline: z.string(),
  fix: z.object({
    title: z.string(),
    who: z.string().optional(),
    overgrant: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
    gcloud: z.string().nullable(),
    terraform: z.string().nullable(),
    then: z.string(),
  }),
  note: z.string().optional(),
  reference: z.string(),
  to: z.array(addressee),
  recipients: z.array(recipient),
});
export type OwnerAsk = Readonly<Omit<z.infer<typeof schema>, 'asked'>> & { readonly asked: Asked };
export type Recipient = z.infer<typeof recipient>;

export function reviveAsk(value: unknown): OwnerAsk | undefined {
  const read = schema.safeParse(value);
  const asked = read.success ? reviveAsked(read.data.asked) : undefined;
  return read.success && asked ? { ...read.data, asked } : undefined;
}

export const reviveTargets = (value: unknown) => z.array(target).safeParse(value).data;

/** A week: owners are on holiday, too. */
const KEPT_MS = 7 * 24 * 3_600_000;
/** The same person about the same thing is asked for once within this time. */
const SAME_MS = 3_600_000;

const askKey = (id: string): string => `owner ask ${id}`;
const noesKey = (id: string): string => `owner noes ${id}`;
const doneKey = (id: string): string => `owner done ${id}`;

export const findAsk = (notes: Notes, id: string) => notes.get(askKey(id), reviveAsk);
export const keepAsk = (notes: Notes, ask: OwnerAsk) => notes.put(askKey(ask.id), ask, KEPT_MS);

const sameSchema = z.object({ id: z.string(), at: z.number() });
const reviveSame = (value: unknown) => sameSchema.safeParse(value).data;

function sameKey({ question, what, resource, gist, subject }: Asked): string {
  const parts = JSON.stringify([question.userId, what, resource, gist.code ?? null, subject ?? null]);
  return `owner same ${createHash('sha256').update(parts).digest('hex').slice(0, 32)}`;
}

/** The request of this kind that stands already. */
export const standing = (notes: Notes, asked: Asked) => notes.get(sameKey(asked), reviveSame);
/** Takes the place of such requests for an hour, or gives the one that has it. */
export const stand = (notes: Notes, asked: Asked, id: string, at: number) =>
  notes.claim(sameKey(asked), { id, at }, SAME_MS, reviveSame);
export const fall = (notes: Notes, asked: Asked) => notes.remove(sameKey(asked));

const doneSchema = z.object({ userId: z.string(), at: z.number() });
type Done = z.infer<typeof doneSchema>;
const reviveDone = (value: unknown): Done | undefined => doneSchema.safeParse(value).data;

/** The first who says so is who did it. */
export const sayDone = (notes: Notes, id: string, done: Done) =>
  notes.claim(doneKey(id), done, KEPT_MS, reviveDone);
export const sayNo = (notes: Notes, id: string, how: 'cant' | 'notme', userId: string, at: number) =>
  notes.add(noesKey(id), `${how} ${userId}`, at, KEPT_MS);

/** What was answered so far. */
export async function repliesTo(notes: Notes, id: string): Promise<OwnerReplies> {
  const [done, said] = await Promise.all([notes.get(doneKey(id), reviveDone), notes.since(noesKey(id), 0)]);
  const noes = said.flatMap((one) => {
    const [how, userId = ''] = one.split(' ');
    return how === 'cant' || how === 'notme' ? [{ how, userId } as const] : [];
  });
  return { done, noes };
}

/** Whom it is about, where that is not who asks. */
export const personIn = ({ about, person }: Asked): string | undefined =>
  about === 'other' ? person : undefined;

/** The message as it stands before one of its readers now. */
export function messageFor(ask: OwnerAsk, replies: OwnerReplies, reader: string | undefined): SlackMessage {
  const { asked, headline, fix, note, reference, id } = ask;
  const { userId } = asked.question;
  const request = { userId, person: personIn(asked), place: asked.place, headline, fix, note, reference };
  const over = replies.done !== undefined || replies.noes.some((one) => one.userId === reader);
  const buttons = [
    { actionId: OWNER_DONE, label: 'Done', value: id, style: 'primary' },
    { actionId: OWNER_CANT, label: "Can't", value: id },
    { actionId: OWNER_NOT_ME, label: 'Not me', value: id },
  ] as const;
  return notice([...ownerRequest(request), ...ownerReplies(replies)], {
    buttons: over ? [] : buttons,
    context: ownerFootnote(reference),
  });
}
