/** A whole message as a person types it, as the elements of a `rich_text` block. */
import type { Inline, Names, RichElement } from './elements.js';
import { readCode, readLine } from './typed-inline.js';

const FENCE = /```\n?([\s\S]*?)\n?```/g;

/** Reads paragraphs, quotes (`>`), lists (`- `, `• `, `1. `) and fenced code. Source: Slack help, "Format your messages". */
export function readTyped(text: string, names: Names): RichElement[] {
  const out: RichElement[] = [];
  let from = 0;
  for (const match of text.matchAll(FENCE)) {
    out.push(...readParagraphs(text.slice(from, match.index).replace(/\n$/, ''), names));
    out.push({ type: 'rich_text_preformatted', elements: readCode(match[1] ?? '', {}), border: 0 });
    from = match.index + match[0].length;
  }
  out.push(...readParagraphs(text.slice(from).replace(from === 0 ? '' : /^\n/, ''), names));
  return out;
}

type Kind = 'section' | 'quote' | 'bullet' | 'ordered';
const MARKS: Readonly<Record<Kind, RegExp>> = {
  section: /^/,
  quote: /^(?:>|&gt;) ?/,
  bullet: /^(?:[-•*]) +/,
  ordered: /^\d+[.)] +/,
};

function kindOf(line: string): Kind {
  return (['quote', 'bullet', 'ordered'] as const).find((kind) => MARKS[kind].test(line)) ?? 'section';
}

/** Neighbouring lines of one kind go together. */
function readParagraphs(text: string, names: Names): RichElement[] {
  if (text === '') return [];
  const runs: { readonly kind: Kind; readonly lines: string[] }[] = [];
  for (const line of text.split('\n')) {
    const kind = kindOf(line);
    const last = runs.at(-1);
    const said = line.replace(MARKS[kind], '');
    if (last?.kind === kind) last.lines.push(said);
    else runs.push({ kind, lines: [said] });
  }
  return runs.map(({ kind, lines }) => element(kind, lines, names));
}

function element(kind: Kind, lines: readonly string[], names: Names): RichElement {
  switch (kind) {
    case 'section':
      return { type: 'rich_text_section', elements: joined(lines, names) };
    case 'quote':
      return { type: 'rich_text_quote', elements: joined(lines, names) };
    case 'bullet':
    case 'ordered':
      return {
        type: 'rich_text_list',
        style: kind,
        indent: 0,
        elements: lines.map((line) => ({ type: 'rich_text_section', elements: readLine(line, names) })),
      };
  }
}

function joined(lines: readonly string[], names: Names): Inline[] {
  const all = lines.flatMap((line, index): Inline[] => [
    ...(index === 0 ? [] : [{ type: 'text', text: '\n' } as const]),
    ...readLine(line, names),
  ]);
  const out: Inline[] = [];
  for (const one of all) {
    const last = out.at(-1);
    const plain = one.type === 'text' && one.style === undefined;
    if (plain && last?.type === 'text' && last.style === undefined)
      out[out.length - 1] = { type: 'text', text: last.text + one.text };
    else out.push(one);
  }
  return out;
}
