/** One line as a person types it, read the way Slack's composer does: styles, code, mentions, links, emoji. */
import type { Inline, Names, Style } from './elements.js';
import { linksIn } from './links.js';

const TOKEN =
  /`(?<code>[^`\n]+)`|<(?<markup>[@#!]?[^<>\s|][^<>|]*)(?:\|(?<label>[^<>]*))?>|(?<![\w/.])@(?<name>[a-z0-9][a-z0-9._-]*)|(?<![\w/.&])#(?<channel>[a-z0-9][a-z0-9_-]*)|(?<![\w:]):(?<emoji>[a-z0-9_+-]*[a-z][a-z0-9_+-]*|[+-]1):(?![\w:])|(?<![\w*])\*(?<bold>[^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])|(?<![\w_/])_(?<italic>[^\s_](?:[^_\n]*[^\s_])?)_(?![\w_])|(?<![\w~])~(?<strike>[^\s~](?:[^~\n]*[^\s~])?)~(?![\w~])/g;

/** Reads one line. Somebody or something that is not there stays text. */
export function readLine(text: string, names: Names, style: Style = {}): Inline[] {
  const out: Inline[] = [];
  let from = 0;
  for (const match of text.matchAll(TOKEN)) {
    const found = readToken(match.groups ?? {}, names, style);
    if (found === undefined) continue;
    out.push(...readPlain(text.slice(from, match.index), style), ...found);
    from = match.index + match[0].length;
  }
  out.push(...readPlain(text.slice(from), style));
  return out;
}

const styled = (style: Style): { readonly style?: Style } =>
  Object.keys(style).length === 0 ? {} : { style };

function readToken(
  groups: Readonly<Record<string, string | undefined>>,
  names: Names,
  style: Style,
): Inline[] | undefined {
  const { code, markup, label, name, channel, emoji, bold, italic, strike } = groups;
  if (code !== undefined) return readCode(code, { ...style, code: true });
  if (bold !== undefined) return readLine(bold, names, { ...style, bold: true });
  if (italic !== undefined) return readLine(italic, names, { ...style, italic: true });
  if (strike !== undefined) return readLine(strike, names, { ...style, strike: true });
  if (emoji !== undefined) return [{ type: 'emoji', name: emoji }];
  if (name === 'here' || name === 'channel' || name === 'everyone')
    return [{ type: 'broadcast', range: name }];
  if (name !== undefined) return namedUser(name, names, style);
  const channelId = channel === undefined ? undefined : names.channelId(channel);
  if (channelId !== undefined) return [{ type: 'channel', channel_id: channelId, ...styled(style) }];
  return markup === undefined ? undefined : readMarkup(markup, label, style);
}

/** A name may be followed by the full stop of the sentence. */
function namedUser(typed: string, names: Names, style: Style): Inline[] | undefined {
  const name = typed.replace(/[._-]+$/, '');
  for (const [tried, rest] of [
    [typed, ''],
    [name, typed.slice(name.length)],
  ] as const) {
    const id = names.userId(tried);
    if (id !== undefined) return [{ type: 'user', user_id: id, ...styled(style) }, ...readPlain(rest, style)];
  }
  return undefined;
}

/** Slack's own marks, which tests may write out instead of a name or a labelled link. */
function readMarkup(markup: string, label: string | undefined, style: Style): Inline[] | undefined {
  if (/^@[UW]\w+$/.test(markup)) return [{ type: 'user', user_id: markup.slice(1), ...styled(style) }];
  if (/^#C\w+$/.test(markup)) return [{ type: 'channel', channel_id: markup.slice(1), ...styled(style) }];
  if (/^!subteam\^S\w+$/.test(markup)) return [{ type: 'usergroup', usergroup_id: markup.slice(9) }];
  if (/^!(?:here|channel|everyone)$/.test(markup))
    return [{ type: 'broadcast', range: markup.slice(1) as 'here' }];
  if (!/^(?:https?|mailto):/.test(markup)) return undefined;
  return [{ type: 'link', url: markup, ...(label === undefined ? {} : { text: label }), ...styled(style) }];
}

/** Within code only addresses with a scheme become links. */
export function readCode(text: string, style: Style): Inline[] {
  return withLinks(text, style, (url) => /^https?:/.test(url));
}

function readPlain(text: string, style: Style): Inline[] {
  return withLinks(text, style, () => true);
}

function withLinks(text: string, style: Style, wanted: (typed: string) => boolean): Inline[] {
  const out: Inline[] = [];
  const add = (piece: string): void => {
    if (piece !== '') out.push({ type: 'text', text: piece, ...styled(style) });
  };
  let from = 0;
  for (const { start, end, url, label } of linksIn(text)) {
    if (!wanted(text.slice(start, end))) continue;
    add(text.slice(from, start));
    out.push({ type: 'link', url, ...(label === undefined ? {} : { text: label }), ...styled(style) });
    from = end;
  }
  add(text.slice(from));
  return out;
}
