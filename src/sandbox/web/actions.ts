/** What may be asked of the sandbox by its page, checked before anything happens. */
import { z } from 'zod';
import type { Action } from './protocol.js';

const id = z.string().min(1).max(100);
const ts = z.string().regex(/^\d{1,12}\.\d{1,9}$/, 'a time stamp of a message is expected');
/** Slack's own limits are 40,000 characters for a message and 3,000 for what is typed into a field. */
const text = z.string().trim().min(1).max(40_000);
const chosen = {
  actionId: z.string().min(1).max(255),
  blockId: z.string().min(1).max(255).optional(),
  value: z.string().max(3_000).optional(),
};
const field = z.record(z.string().max(255), z.unknown());
const values = z.record(z.string().max(255), z.record(z.string().max(255), field));

const schema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('say'), person: id, channel: id, text, threadTs: ts.optional() }),
  z.strictObject({ type: z.literal('slash'), person: id, channel: id, text: z.string().max(8_000) }),
  z.strictObject({ type: z.literal('click'), person: id, channel: id, ts, ...chosen }),
  z.strictObject({ type: z.literal('click_in_view'), person: id, viewId: id, ...chosen }),
  z.strictObject({ type: z.literal('submit'), person: id, values }),
  z.strictObject({ type: z.literal('close'), person: id }),
  z.strictObject({
    type: z.literal('shortcut'),
    person: id,
    callbackId: z.string().min(1).max(255),
    channel: id,
    ts,
  }),
  z.strictObject({
    type: z.literal('global_shortcut'),
    person: id,
    callbackId: z.string().min(1).max(255),
  }),
  z.strictObject({ type: z.literal('play'), scene: id }),
  z.strictObject({ type: z.literal('open_home'), person: id }),
  z.strictObject({ type: z.literal('flip'), switch: z.string().min(1).max(1_000), position: id }),
  z.strictObject({ type: z.literal('reset') }),
  z.strictObject({ type: z.literal('clear_trace') }),
]);

/** Undefined keys are left out, as the contract has them. */
const compact = (value: object): object =>
  Object.fromEntries(Object.entries(value).filter(([, is]) => is !== undefined));

/** An action out of a request's body, or a sentence on what is wrong with it. */
export function parseAction(body: string): Action | string {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return 'The body is not JSON.';
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return compact(parsed.data) as Action;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join('.') ?? '';
  return `The action is not understood${where === '' ? '' : ` at ${where}`}: ${issue?.message ?? 'it is wrong'}.`;
}
