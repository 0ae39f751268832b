/** Rich text as Slack's composer sends it ("rich text block"), for tests. */
type Json = Readonly<Record<string, unknown>>;
type Inline = Json | string;

const inline = (one: Inline): Json => (typeof one === 'string' ? { type: 'text', text: one } : one);

export const code = (text: string): Json => ({ type: 'text', text, style: { code: true } });
export const bold = (text: string): Json => ({ type: 'text', text, style: { bold: true } });
export const link = (url: string, text?: string): Json => ({
  type: 'link',
  url,
  ...(text === undefined ? {} : { text }),
});
export const user = (id: string): Json => ({ type: 'user', user_id: id });
export const emoji = (name: string): Json => ({ type: 'emoji', name });
export const here: Json = { type: 'broadcast', range: 'here' };

export const section = (...inside: readonly Inline[]): Json => ({
  type: 'rich_text_section',
  elements: inside.map(inline),
});
export const quote = (...inside: readonly Inline[]): Json => ({
  type: 'rich_text_quote',
  elements: inside.map(inline),
});
export const preformatted = (...inside: readonly Inline[]): Json => ({
  type: 'rich_text_preformatted',
  elements: inside.map(inline),
});
export const bullets = (...items: readonly Json[]): Json => ({
  type: 'rich_text_list',
  style: 'bullet',
  elements: items,
});

/** The one block of a typed message. */
export const typed = (...elements: readonly Json[]): readonly Json[] => [{ type: 'rich_text', elements }];
