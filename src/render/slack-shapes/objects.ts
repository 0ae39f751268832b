/** Slack's composition objects with their published limits: text, options, confirmation, images. */
import { z } from 'zod';

/** A string of 1 to `max` characters. */
export const filled = (max: number): z.ZodString => z.string().min(1).max(max);

export const id = filled(255);
export const address = filled(3000).regex(/^(?:https?|mailto|slack|tel):/i, 'is not an absolute address');

export const plain = (max = 3000) =>
  z.strictObject({ type: z.literal('plain_text'), text: filled(max), emoji: z.boolean().optional() });

export const mrkdwn = (max = 3000) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: filled(max), verbatim: z.boolean().optional() });

/** Either kind of text (docs "Text object"). */
export const anyText = (max = 3000) => z.discriminatedUnion('type', [plain(max), mrkdwn(max)]);

const optionOf = <T extends z.ZodType>(text: T) =>
  z.strictObject({
    text,
    value: z.string().max(150).optional(),
    description: plain(75).optional(),
    url: address.optional(),
  });
export const plainOption = optionOf(plain(75));
export const textOption = optionOf(anyText(75));

export const confirm = z.strictObject({
  title: plain(100).optional(),
  text: anyText(300),
  confirm: plain(30).optional(),
  deny: plain(30).optional(),
  style: z.enum(['primary', 'danger']).optional(),
});

export const slackFile = z.union([z.strictObject({ url: address }), z.strictObject({ id: filled(255) })]);

/** The picture itself: exactly one of `image_url` and `slack_file`. */
export const picture = { image_url: address.optional(), slack_file: slackFile.optional() };

export const onePicture = (value: { image_url?: unknown; slack_file?: unknown }): boolean =>
  (value.image_url === undefined) !== (value.slack_file === undefined);

export const ONE_PICTURE = 'needs exactly one of image_url and slack_file';

export const imageElement = z
  .strictObject({ type: z.literal('image'), alt_text: filled(2000), ...picture })
  .refine(onePicture, ONE_PICTURE);
