/** What is remembered of a thread that was answered, for the buttons below the answer. */
import { z } from 'zod';
import type { Notes } from '../../../store/ports-notes.js';

/** As long as its buttons may be clicked with sense. */
const REMEMBERED_MS = 8 * 24 * 3_600_000;

const schema = z.object({
  channel: z.string(),
  threadTs: z.string(),
  userId: z.string().optional(),
  teamId: z.string().optional(),
  service: z.string().optional(),
  words: z.array(z.string()),
  reference: z.string().optional(),
  stopped: z.boolean().optional(),
  replyTs: z.string().optional(),
});

export interface AnsweredThread {
  readonly channel: string;
  /** The message that asked. */
  readonly threadTs: string;
  /** Who asked; nobody when a form or a bot did. */
  readonly userId?: string | undefined;
  readonly teamId?: string | undefined;
  /** As people call it; absent where nobody said which. */
  readonly service?: string | undefined;
  /** The question as after `/iap`, asked as the person; none where nothing may be told to whoever wrote it. */
  readonly words: readonly string[];
  /** Of the answer, where there is one. */
  readonly reference?: string | undefined;
  /** By that answer something stops them, or it could not be told: there is something to check again. */
  readonly stopped?: boolean | undefined;
  /** Our reply in the thread, once it is out. */
  readonly replyTs?: string | undefined;
}

const keyOf = (channel: string, threadTs: string): string => `thread ${channel} ${threadTs}`;

/** The thread of a click: `threadTs` is the message that asked. Undefined when we did not answer there, or long ago. */
export async function threadOf(
  notes: Notes,
  channel: string,
  threadTs: string,
): Promise<AnsweredThread | undefined> {
  return notes.get(keyOf(channel, threadTs), (value) => schema.safeParse(value).data);
}

/** Remembers what is known of a thread by now. */
export async function keepThread(notes: Notes, thread: AnsweredThread): Promise<void> {
  await notes.put(keyOf(thread.channel, thread.threadTs), thread, REMEMBERED_MS);
}
