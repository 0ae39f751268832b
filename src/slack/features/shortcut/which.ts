/** The window that asks which service it is about: its blocks, what was chosen in it, and what is wrong with that. Pure. */
import type { types } from '@slack/bolt';
import { z } from 'zod';
import { parseWhere } from '../../../names/index.js';
import { suggest } from '../../../names/suggest.js';
import { LIMITS, plainText, slackLength } from '../../../render/slack-elements.js';
import type { FieldMistakes } from '../../desk.js';
import type { SeenServices } from '../../directory.js';
import type { Submission } from '../../payloads.js';
import { textAt } from '../../payloads.js';

export const WHICH = 'why_which';
/** The block and the field in it. */
const FIELD = 'service';

const MOST_OPTIONS = 100;
const OPTION_LABEL = 75;
const OPTION_VALUE = 150;
const LONGEST_TYPED = 2_000;

/** What the window carries until it is sent off. */
const carried = z.object({
  channelId: z.string().optional(),
  responseUrl: z.string().optional(),
  /** Whose message it was asked about. */
  author: z.string().optional(),
});
export type Carried = z.infer<typeof carried>;

/** A menu where everything fits into one, else a field to type in. */
function field({ services, complete }: SeenServices): types.InputBlock['element'] {
  const names = [...new Set(services.map(({ name }) => name))];
  const fits = names.length > 0 && names.length <= MOST_OPTIONS && complete;
  if (fits && names.every((name) => name !== '' && slackLength(name) <= OPTION_VALUE))
    return {
      type: 'static_select',
      action_id: FIELD,
      placeholder: plainText('Choose a service', OPTION_VALUE),
      options: names.map((value) => ({ text: plainText(value, OPTION_LABEL), value })),
    };
  return {
    type: 'plain_text_input',
    action_id: FIELD,
    max_length: LONGEST_TYPED,
    placeholder: plainText('dashboard, or https://…', OPTION_VALUE),
  };
}

/** `told`: why we ask, one sentence. */
export function whichView(seen: SeenServices, told: string, keep: Carried): types.ModalView {
  return {
    type: 'modal',
    callback_id: WHICH,
    private_metadata: JSON.stringify(keep),
    title: plainText('Why can\u2019t I get in?', 24),
    submit: plainText('Ask', 24),
    close: plainText('Cancel', 24),
    blocks: [
      { type: 'section', text: plainText(told, LIMITS.contextText) },
      { type: 'input', block_id: FIELD, label: plainText('Service', OPTION_LABEL), element: field(seen) },
    ],
  };
}

/** What was chosen or typed, and what the window carried. */
export function chosenIn({ values, privateMetadata }: Submission): {
  readonly where: string;
  readonly carried: Carried;
} {
  const typed =
    textAt(values, FIELD, FIELD, 'value') ?? textAt(values, FIELD, FIELD, 'selected_option', 'value') ?? '';
  return { where: typed.trim(), carried: readCarried(privateMetadata) };
}

function readCarried(text: string): Carried {
  try {
    return carried.safeParse(JSON.parse(text)).data ?? {};
  } catch {
    return {};
  }
}

/** What is wrong with it, as Slack shows it under the field. */
export function mistakesIn(submission: Submission, { services, complete }: SeenServices): FieldMistakes {
  const { where } = chosenIn(submission);
  if (where === '') return { [FIELD]: 'Name the service you want to get into.' };
  const read = parseWhere(where);
  if (!read.ok) return { [FIELD]: cutForField(read.mistake.message) };
  if (read.value.kind !== 'name' || !complete) return undefined;
  const asked = read.value.name;
  const names = services.flatMap(({ name, aliases }) => [name, ...aliases]);
  if (names.some((name) => name.toLowerCase() === asked || name.toLowerCase().endsWith(`/${asked}`)))
    return undefined;
  const near = suggest(asked, names);
  const nearest = near === undefined ? 'Its address works too.' : `Did you mean ${near}?`;
  return { [FIELD]: cutForField(`I know no service called \u201c${asked}\u201d. ${nearest}`) };
}

const cutForField = (text: string): string => plainText(text, OPTION_VALUE).text;
