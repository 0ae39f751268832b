/** Checks messages and views against what Slack publishes about its blocks; it knows nothing of how ours are made. */
import { z } from 'zod';
import { block, MESSAGE_ONLY } from './slack-shapes/blocks.js';
import { filled, id, plain } from './slack-shapes/objects.js';

export interface MessageLike {
  readonly text?: string | undefined;
  readonly blocks?: readonly unknown[] | undefined;
}

export interface MessageRules {
  /** `chat.update` refuses texts that `chat.postMessage` would only cut. */
  readonly update?: boolean;
}

const MAX_BLOCKS = { message: 50, modal: 100, home: 100 } as const;
type Surface = keyof typeof MAX_BLOCKS;

/** Measured, not published: `msg_blocks_too_long` above about this many characters (slackapi/bolt-js issue 2509). */
const MESSAGE_BLOCKS_SIZE = 13_200;

const pointer = (base: string, path: readonly PropertyKey[]): string =>
  `${base}${path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')}`;

function problems(result: z.ZodSafeParseResult<unknown>, base: string): string[] {
  if (result.success) return [];
  return result.error.issues.map((issue) => `${pointer(base, issue.path)}: ${issue.message}`);
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every value of one key, anywhere inside. */
function valuesOf(value: unknown, key: string): unknown[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => valuesOf(item, key));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => (name === key ? [inner] : valuesOf(inner, key)));
}

function twice(values: readonly unknown[]): string[] {
  const seen = new Set<unknown>();
  const repeated = values.filter((value) => value !== undefined && (seen.has(value) || !seen.add(value)));
  return [...new Set(repeated.map(String))];
}

function together(blocks: readonly unknown[], surface: Surface, base: string): string[] {
  const found: string[] = [];
  const max = MAX_BLOCKS[surface];
  if (blocks.length > max) found.push(`${base}: more than ${max} blocks (${blocks.length})`);
  for (const name of twice(valuesOf(blocks, 'block_id'))) found.push(`${base}: block_id twice: ${name}`);
  const types = blocks.map((one) => (isRecord(one) ? one.type : undefined));
  if (surface !== 'message') {
    const wrong = types.flatMap((type, i) =>
      typeof type === 'string' && MESSAGE_ONLY.has(type)
        ? [`${base}/${i}: ${type} is for messages only`]
        : [],
    );
    return [...found, ...wrong];
  }
  if (types.filter((type) => type === 'table' || type === 'data_table').length > 1)
    found.push(`${base}: only one table allowed`);
  const markdown = blocks.map((one) =>
    isRecord(one) && one.type === 'markdown' ? String(one.text).length : 0,
  );
  if (markdown.reduce((sum, length) => sum + length, 0) > 12_000)
    found.push(`${base}: more than 12000 characters of markdown`);
  const size = JSON.stringify(blocks).length;
  if (size > MESSAGE_BLOCKS_SIZE) found.push(`${base}: msg_blocks_too_long (${size} characters)`);
  return found;
}

/** What is wrong with a list of blocks on a surface, as `pointer: sentence`; empty when Slack would take it. */
export function validateBlocks(blocks: readonly unknown[], surface: Surface, base = '/blocks'): string[] {
  return blocks
    .flatMap((one, i) => {
      const at = `${base}/${i}`;
      const repeated = twice(valuesOf(one, 'action_id')).map((name) => `${at}: action_id twice: ${name}`);
      return [...problems(block.safeParse(one), at), ...repeated];
    })
    .concat(together(blocks, surface, base));
}

/**
 * What is wrong with a message, as `pointer: sentence`; empty when Slack would take it.
 * Limits: docs "Blocks", "Composition objects", "Block elements", `chat.postMessage`, `chat.update`.
 */
export function validateMessage(message: MessageLike, rules: MessageRules = {}): string[] {
  const { text, blocks } = message;
  const found: string[] = [];
  if ((text === undefined || text === '') && (blocks === undefined || blocks.length === 0))
    found.push(': no_text: neither text nor blocks');
  if (text !== undefined && text.length > 40_000) found.push('/text: longer than 40000 characters');
  if (rules.update === true && text !== undefined && text.length > 4000)
    found.push('/text: msg_too_long (chat.update takes 4000 characters)');
  return blocks === undefined ? found : [...found, ...validateBlocks(blocks, 'message')];
}

const viewCommon = {
  blocks: z.array(z.unknown()),
  private_metadata: z.string().max(3000).optional(),
  callback_id: id.optional(),
  external_id: filled(255).optional(),
};
const view = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('modal'),
    title: plain(24),
    submit: plain(24).optional(),
    close: plain(24).optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
    submit_disabled: z.boolean().optional(),
    ...viewCommon,
  }),
  z.strictObject({ type: z.literal('home'), ...viewCommon }),
]);

/** The same for a modal or a Home tab (docs "Views"). */
export function validateView(candidate: unknown): string[] {
  const parsed = view.safeParse(candidate);
  if (!parsed.success) return problems(parsed, '');
  const { type, blocks } = parsed.data;
  const asks = blocks.some((one) => isRecord(one) && one.type === 'input');
  const unsent = parsed.data.type === 'modal' && asks && parsed.data.submit === undefined;
  return [
    ...(unsent ? ['/submit: missing, but the modal has input blocks'] : []),
    ...validateBlocks(blocks, type),
  ];
}
