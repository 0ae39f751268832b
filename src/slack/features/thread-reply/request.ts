/** What waits to be answered: whose request, about what. Never a word of the message. Pure. */
import { z } from 'zod';

const schema = z.object({
  channel: z.string(),
  ts: z.string(),
  teamId: z.string().optional(),
  userId: z.string().optional(),
  form: z.boolean(),
  about: z.enum(['self', 'other', 'many']),
  /** The one other person it names, by Slack's id. */
  other: z.string().optional(),
  /** As the directory calls it. */
  service: z.string().optional(),
  /** The address that was given, without what may be secret in it. */
  url: z.string().optional(),
  because: z.array(z.string()),
});

export type Request = z.infer<typeof schema>;

/** Reads a stored request; nothing when it is not one. */
export const requestFrom = (value: unknown): Request | undefined => schema.safeParse(value).data;

/**
 * The address as it was written, where it says more than the service does: host and path decide about access. The
 * recognizer reads in small letters, so the path is taken from the text; questions and fragments may hold tokens.
 */
export function placeIn(
  text: unknown,
  found: string | undefined,
  service: URL | undefined,
): string | undefined {
  if (found === undefined || typeof text !== 'string' || !URL.canParse(found)) return undefined;
  const bare = found.replace(/^https?:\/\//, '').replace(/[?#].*$/, '');
  const at = text.toLowerCase().indexOf(bare);
  if (at < 0) return undefined;
  const written = `${service?.protocol ?? 'https:'}//${text.slice(at, at + bare.length)}`;
  if (!URL.canParse(written)) return undefined;
  const { href, pathname } = new URL(written);
  return pathname === '/' ? undefined : href;
}

/** The question as after `/iap`, asked by the person or about somebody. */
export function wordsFor({ service, url }: Request, who = 'me'): readonly string[] {
  const where = url ?? service;
  return where === undefined ? ['why', who] : ['why', who, where];
}
