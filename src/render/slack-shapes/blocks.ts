/** Slack's blocks with their published limits. Unknown fields are refused, as Slack refuses them. */
import { z } from 'zod';
import {
  accessory,
  actionElement,
  buttonElement,
  contextAction,
  contextElement,
  inputElement,
} from './elements.js';
import {
  address,
  anyText,
  filled,
  id,
  imageElement,
  mrkdwn,
  ONE_PICTURE,
  onePicture,
  picture,
  plain,
} from './objects.js';
import { richText } from './rich-text.js';

const own = { block_id: id.optional() };

const section = z
  .strictObject({
    type: z.literal('section'),
    text: anyText(3000).optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: accessory.optional(),
    expand: z.boolean().optional(),
    ...own,
  })
  .refine((block) => block.text !== undefined || block.fields !== undefined, 'needs text or fields');

const image = z
  .strictObject({
    type: z.literal('image'),
    alt_text: filled(2000),
    title: plain(2000).optional(),
    ...picture,
    ...own,
  })
  .refine(onePicture, ONE_PICTURE);

const simple = [
  z.strictObject({ type: z.literal('divider'), ...own }),
  z.strictObject({ type: z.literal('header'), text: plain(150), ...own }),
  z.strictObject({ type: z.literal('actions'), elements: z.array(actionElement).min(1).max(25), ...own }),
  z.strictObject({ type: z.literal('context'), elements: z.array(contextElement).min(1).max(10), ...own }),
  z.strictObject({
    type: z.literal('context_actions'),
    elements: z.array(contextAction).min(1).max(5),
    ...own,
  }),
  z.strictObject({ type: z.literal('markdown'), text: filled(12_000), ...own }),
  z.strictObject({ type: z.literal('file'), source: z.literal('remote'), external_id: filled(255), ...own }),
  z.strictObject({
    type: z.literal('alert'),
    text: anyText(200),
    level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
    ...own,
  }),
  z.strictObject({
    type: z.literal('input'),
    label: plain(2000),
    hint: plain(2000).optional(),
    optional: z.boolean().optional(),
    dispatch_action: z.boolean().optional(),
    element: inputElement,
    ...own,
  }),
] as const;

const rawText = z.strictObject({ type: z.literal('raw_text'), text: z.string() });
const rawNumber = z.strictObject({ type: z.literal('raw_number'), value: z.number(), text: z.string() });
const cell = z.discriminatedUnion('type', [rawText, rawNumber, richText]);
const column = z.strictObject({
  align: z.enum(['left', 'center', 'right']).optional(),
  is_wrapped: z.boolean().optional(),
});
const table = z.strictObject({
  type: z.literal('table'),
  rows: z.array(z.array(cell).min(1).max(20)).min(1).max(100),
  column_settings: z.array(column.nullable()).max(20).optional(),
  ...own,
});
const dataTable = z.strictObject({
  type: z.literal('data_table'),
  rows: z.array(z.array(cell).min(1).max(20)).min(2).max(101),
  caption: filled(3000),
  page_size: z.int().min(1).max(100).optional(),
  row_header_column_index: z.int().min(0).optional(),
  ...own,
});

const card = z
  .strictObject({
    type: z.literal('card'),
    hero_image: imageElement.optional(),
    icon: imageElement.optional(),
    title: mrkdwn(150).optional(),
    subtitle: mrkdwn(150).optional(),
    body: mrkdwn(200).optional(),
    actions: z.array(buttonElement).min(1).max(3).optional(),
    ...own,
  })
  .refine(
    (block) => [block.hero_image, block.title, block.actions, block.body].some((one) => one !== undefined),
    'needs at least one of hero_image, title, actions and body',
  );

const taskCard = z.strictObject({
  type: z.literal('task_card'),
  task_id: filled(255),
  title: filled(3000),
  details: richText.optional(),
  output: richText.optional(),
  sources: z.array(z.strictObject({ type: z.literal('url'), url: address, text: filled(3000) })).optional(),
  status: z.enum(['pending', 'in_progress', 'complete', 'error']),
  ...own,
});

const video = z.strictObject({
  type: z.literal('video'),
  video_url: address,
  thumbnail_url: address,
  alt_text: filled(2000),
  title: plain(199),
  title_url: address.optional(),
  author_name: filled(49).optional(),
  provider_name: z.string().optional(),
  provider_icon_url: address.optional(),
  description: plain(3000).optional(),
  ...own,
});

const child = z.discriminatedUnion('type', [section, image, richText, table, video, ...simple]);
const container = z
  .strictObject({
    type: z.literal('container'),
    title: plain(150).optional(),
    rich_text_title: richText.optional(),
    subtitle: anyText(150).optional(),
    child_blocks: z.array(child).min(1).max(10),
    width: z.enum(['narrow', 'standard', 'wide', 'full']).optional(),
    icon: imageElement.optional(),
    is_collapsible: z.boolean().optional(),
    default_collapsed: z.boolean().optional(),
    has_header_divider: z.boolean().optional(),
    ...own,
  })
  .refine((block) => block.title !== undefined || block.rich_text_title !== undefined, 'needs a title');

export const block = z.discriminatedUnion('type', [
  section,
  image,
  richText,
  table,
  dataTable,
  card,
  taskCard,
  video,
  container,
  ...simple,
  z.strictObject({ type: z.literal('carousel'), elements: z.array(card).min(1).max(10), ...own }),
  z.strictObject({
    type: z.literal('plan'),
    title: filled(3000),
    tasks: z.array(taskCard).optional(),
    ...own,
  }),
]);

/** Blocks Slack shows in messages only (docs "Blocks", surfaces). */
export const MESSAGE_ONLY: ReadonlySet<string> = new Set([
  'card',
  'carousel',
  'container',
  'context_actions',
  'data_table',
  'file',
  'markdown',
  'plan',
  'table',
  'task_card',
]);
