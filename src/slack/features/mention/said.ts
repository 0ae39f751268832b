/** What a person says to us in a message: the line after our name, as Slack would write it, and everything else they wrote. Pure. */

import { wordsOf } from '../../asking/words.js';
import { isRaw, type Raw } from '../../payloads.js';
import { partsOf } from '../../recognizer/message-parts.js';

export interface Said {
  /** What stands after our name, split into words as after `/iap`. */
  readonly words: readonly string[];
  /** All they wrote themselves, without our name. */
  readonly prose: string;
  /** Code, in which people paste error texts. */
  readonly pasted: string;
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Longer than any question, shorter than anything that costs time. */
const LONGEST = 4_000;
const MOST_WORDS = 60;
const DEEPEST = 8;

const escaped = (raw: string): string =>
  raw.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
/** Nothing inside Slack's own marks may end them. */
const inMark = (raw: string): string =>
  raw.replace(/[<>|\s]/g, (sign) => encodeURIComponent(sign)).replaceAll('&', '&amp;');

/** One element of rich text as Slack writes it in `text` (docs "Formatting text for app surfaces"), without styles. */
function asText(element: Raw, depth: number): string {
  if (depth > DEEPEST) return '';
  switch (element.type) {
    case 'text':
      return escaped(text(element.text));
    case 'user':
      return ` <@${inMark(text(element.user_id))}> `;
    case 'channel':
      return ` <#${inMark(text(element.channel_id))}> `;
    case 'usergroup':
      return ` <!subteam^${inMark(text(element.usergroup_id))}> `;
    case 'broadcast':
      return ` <!${inMark(text(element.range))}> `;
    case 'link': {
      const label = text(element.text);
      return `<${inMark(text(element.url))}${label === '' ? '' : `|${escaped(label).replaceAll('|', '%7C')}`}>`;
    }
    case 'emoji':
      return ' ';
    // Somebody else's words, and error texts: neither is a command.
    case 'rich_text_quote':
    case 'rich_text_preformatted':
      return '\n';
    default: {
      const inner = list(element.elements).filter(isRaw);
      const said = inner.map((one) => asText(one, depth + 1)).join('');
      return element.type === 'rich_text_section' ? `${said}\n` : said;
    }
  }
}

/** The same from `text` alone, as old clients and some integrations post. */
const fromMrkdwn = (raw: string): string =>
  raw
    .slice(0, LONGEST * 2)
    .replace(/```[\s\S]*?(?:```|$)/g, '\n')
    .split('\n')
    .filter((line) => !/^\s*(?:>|&gt;)/.test(line))
    .join('\n')
    .replace(/[`*]/g, '')
    .replace(/(?<=^|\s)[_~]+|[_~]+(?=\s|$)/gm, '');

/** `@iap-doctor: why me`, `@iap-doctor, /iap why me`: what people put between our name and the question. */
const LEADING = /^[\s,:;.!?\u2013\u2014-]+/;
const OWN_COMMAND = /^\/?iap(?:-doctor)?[,:]?(?=\s|$)/i;

/** The line that is meant for us: what follows our name there, else the next line with words, else what stands before. */
function lineFor(all: string, name: RegExp): string {
  const tidy = (line: string): string => {
    const start = line.replace(name, ' ').replace(LEADING, '');
    return start.replace(OWN_COMMAND, '').replace(LEADING, '').trim();
  };
  const at = all.search(name);
  const after = at < 0 ? all : all.slice(at).replace(name, '');
  const lines = [...after.split('\n'), ...(at < 0 ? [] : all.slice(0, at).split('\n').reverse())];
  return lines.map(tidy).find((line) => line !== '') ?? '';
}

/** Our own mention, with or without a name in it. */
function nameOf(botUserId: string | undefined): RegExp {
  const id = /^[UW][A-Z0-9]+$/.exec(botUserId ?? '')?.[0];
  return id === undefined ? /(?!)/g : new RegExp(`<@${id}(?:\\|[^<>]*)?>`, 'g');
}

/** What people put behind a question: `why me dashboard, please?` */
const TRAILING = /[?!.,;]+$/;
const POLITE = /^(?:please|pls|plz|thanks|thx)$/i;

function tidied(words: readonly string[]): readonly string[] {
  const kept = words.slice(0, MOST_WORDS);
  for (;;) {
    const last = kept.at(-1);
    if (last === undefined) return kept;
    const bare = last.startsWith('<') ? last.replace(/>[?!.,;]+$/, '>') : last.replace(TRAILING, '');
    if (bare === '' || (kept.length > 1 && POLITE.test(bare))) kept.pop();
    else {
      kept[kept.length - 1] = bare;
      return kept;
    }
  }
}

/**
 * Reads a message event's `text` and `blocks`. Rich text wins, because `text` shows styles as marks. Never throws; time
 * grows with the length up to a limit.
 */
export function saidIn(
  event: { readonly text?: unknown; readonly blocks?: unknown },
  botUserId: string | undefined,
): Said {
  const name = nameOf(botUserId);
  const typed = list(event.blocks)
    .filter(isRaw)
    .filter(({ type }) => type === 'rich_text');
  const all =
    typed.length > 0 ? typed.map((block) => asText(block, 0)).join('\n') : fromMrkdwn(text(event.text));
  const { prose, pasted } = partsOf(event);
  return {
    words: tidied(wordsOf(lineFor(all.slice(0, LONGEST * 2), name))),
    prose: prose.replace(name, ' ').trim(),
    pasted,
  };
}
