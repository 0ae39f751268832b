/** Slack's interactive elements with their published limits: buttons, menus, pickers, inputs. */
import { z } from 'zod';
import {
  address,
  anyText,
  confirm,
  filled,
  id,
  imageElement,
  plain,
  plainOption,
  textOption,
} from './objects.js';
import { richText } from './rich-text.js';

const action = { action_id: id.optional() };
const asks = { confirm: confirm.optional() };
const focus = { focus_on_load: z.boolean().optional() };
const hint = { placeholder: plain(150).optional() };
const colour = { style: z.enum(['primary', 'danger']).optional() };
const label = { accessibility_label: filled(75).optional() };

const button = z.strictObject({
  type: z.literal('button'),
  text: plain(75),
  value: z.string().max(2000).optional(),
  url: address.optional(),
  ...action,
  ...asks,
  ...colour,
  ...label,
});

const workflowButton = z.strictObject({
  type: z.literal('workflow_button'),
  text: plain(75),
  workflow: z.strictObject({
    trigger: z.strictObject({ url: address, customizable_input_parameters: z.array(z.unknown()).optional() }),
  }),
  ...action,
  ...asks,
  ...colour,
  ...label,
});

const menuBase = { ...action, ...asks, ...focus, ...hint };
const many = { max_selected_items: z.int().min(1).optional() };
const groups = z
  .array(z.strictObject({ label: plain(75), options: z.array(plainOption).min(1).max(100) }))
  .min(1)
  .max(100);
const choices = {
  options: z.array(plainOption).min(1).max(100).optional(),
  option_groups: groups.optional(),
};
const oneSource = (menu: { options?: unknown; option_groups?: unknown }): boolean =>
  (menu.options === undefined) !== (menu.option_groups === undefined);
const ONE_SOURCE = 'needs exactly one of options and option_groups';
const filter = z.strictObject({
  include: z
    .array(z.enum(['im', 'mpim', 'private', 'public']))
    .min(1)
    .optional(),
  exclude_external_shared_channels: z.boolean().optional(),
  exclude_bot_users: z.boolean().optional(),
});
const talk = {
  default_to_current_conversation: z.boolean().optional(),
  filter: filter.optional(),
};
const url = { response_url_enabled: z.boolean().optional() };
const ids = z.array(id).optional();

const menus = [
  z
    .strictObject({
      type: z.literal('static_select'),
      initial_option: plainOption.optional(),
      ...choices,
      ...menuBase,
    })
    .refine(oneSource, ONE_SOURCE),
  z
    .strictObject({
      type: z.literal('multi_static_select'),
      initial_options: z.array(plainOption).optional(),
      ...choices,
      ...many,
      ...menuBase,
    })
    .refine(oneSource, ONE_SOURCE),
  z.strictObject({
    type: z.literal('external_select'),
    initial_option: plainOption.optional(),
    min_query_length: z.int().min(0).optional(),
    ...menuBase,
  }),
  z.strictObject({
    type: z.literal('multi_external_select'),
    initial_options: z.array(plainOption).optional(),
    min_query_length: z.int().min(0).optional(),
    ...many,
    ...menuBase,
  }),
  z.strictObject({ type: z.literal('users_select'), initial_user: id.optional(), ...menuBase }),
  z.strictObject({ type: z.literal('multi_users_select'), initial_users: ids, ...many, ...menuBase }),
  z.strictObject({
    type: z.literal('conversations_select'),
    initial_conversation: id.optional(),
    ...talk,
    ...url,
    ...menuBase,
  }),
  z.strictObject({
    type: z.literal('multi_conversations_select'),
    initial_conversations: ids,
    ...talk,
    ...many,
    ...menuBase,
  }),
  z.strictObject({ type: z.literal('channels_select'), initial_channel: id.optional(), ...url, ...menuBase }),
  z.strictObject({ type: z.literal('multi_channels_select'), initial_channels: ids, ...many, ...menuBase }),
] as const;

const few = z.array(textOption).min(1).max(10);
const overflow = z.strictObject({
  type: z.literal('overflow'),
  options: z.array(plainOption).min(1).max(5),
  ...action,
  ...asks,
});
const pickers = [
  z.strictObject({
    type: z.literal('checkboxes'),
    options: few,
    initial_options: few.optional(),
    ...action,
    ...asks,
    ...focus,
  }),
  z.strictObject({
    type: z.literal('radio_buttons'),
    options: few,
    initial_option: textOption.optional(),
    ...action,
    ...asks,
    ...focus,
  }),
  z.strictObject({
    type: z.literal('datepicker'),
    initial_date: z.iso.date().optional(),
    ...menuBase,
  }),
  z.strictObject({
    type: z.literal('timepicker'),
    initial_time: z
      .string()
      .regex(/^\d\d:\d\d$/)
      .optional(),
    timezone: z.string().optional(),
    ...menuBase,
  }),
] as const;
const datetime = z.strictObject({
  type: z.literal('datetimepicker'),
  initial_date_time: z.int().optional(),
  ...action,
  ...asks,
  ...focus,
});
const dispatch = {
  dispatch_action_config: z
    .strictObject({
      trigger_actions_on: z.array(z.enum(['on_enter_pressed', 'on_character_entered'])).optional(),
    })
    .optional(),
};
const typed = { initial_value: z.string().optional(), ...action, ...dispatch, ...focus, ...hint };

const inputs = [
  z.strictObject({
    type: z.literal('plain_text_input'),
    multiline: z.boolean().optional(),
    min_length: z.int().min(0).max(3000).optional(),
    max_length: z.int().min(1).max(3000).optional(),
    ...typed,
  }),
  z.strictObject({ type: z.literal('email_text_input'), ...typed }),
  z.strictObject({ type: z.literal('url_text_input'), ...typed }),
  z.strictObject({
    type: z.literal('number_input'),
    is_decimal_allowed: z.boolean(),
    min_value: z.string().optional(),
    max_value: z.string().optional(),
    ...typed,
  }),
  z.strictObject({
    type: z.literal('file_input'),
    filetypes: z.array(z.string()).optional(),
    max_files: z.int().min(1).max(10).optional(),
    ...action,
  }),
] as const;
const richInput = z.strictObject({
  type: z.literal('rich_text_input'),
  initial_value: richText.optional(),
  min_lines: z.int().min(1).max(100).optional(),
  max_lines: z.int().min(1).max(100).optional(),
  ...action,
  ...dispatch,
  ...focus,
  ...hint,
});

const verdict = z.strictObject({ text: plain(75), value: z.string().max(2000), ...label });
const feedback = z.strictObject({
  type: z.literal('feedback_buttons'),
  positive_button: verdict,
  negative_button: verdict,
  ...action,
});
const iconButton = z.strictObject({
  type: z.literal('icon_button'),
  icon: filled(255),
  text: plain(75),
  value: z.string().max(2000).optional(),
  visible_to_user_ids: ids,
  ...action,
  ...asks,
  ...label,
});

/** What may stand in an actions block, beside a section, in a context, in context actions, in an input block. */
export const actionElement = z.discriminatedUnion('type', [
  button,
  workflowButton,
  overflow,
  datetime,
  richInput,
  ...menus,
  ...pickers,
]);
export const accessory = z.discriminatedUnion('type', [
  button,
  workflowButton,
  overflow,
  imageElement,
  ...menus,
  ...pickers,
]);
export const contextElement = z.discriminatedUnion('type', [imageElement, ...anyText().options]);
export const contextAction = z.discriminatedUnion('type', [feedback, iconButton]);
export const inputElement = z.discriminatedUnion('type', [
  datetime,
  richInput,
  ...menus,
  ...pickers,
  ...inputs,
]);
export const buttonElement = button;
