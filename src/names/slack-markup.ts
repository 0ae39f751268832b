/** Slack's `<…|…>` in text: links are turned back into what was typed, mentions are recognised. */

export type Unlinked =
  | { readonly ok: true; readonly text: string }
  /** The link shows one thing and goes to another. */
  | { readonly ok: false; readonly target: string; readonly label: string };

const unscheme = (text: string): string =>
  text
    .replace(/^(?:https?:\/\/|mailto:)/i, '')
    .replace(/\/$/, '')
    .toLowerCase();

/** What one link stands for, or undefined when its label is another address than its target. */
function unlinkOne(target: string, label: string | undefined): string | undefined {
  if (/^mailto:/i.test(target)) {
    const address = target.slice('mailto:'.length).split('?')[0] ?? '';
    return label === undefined || unscheme(label) === address.toLowerCase() ? address : undefined;
  }
  if (label === undefined || label.trim() === '') return target;
  // Slack puts `http://` before a bare host it makes a link of; what was typed is the label.
  if (unscheme(label) === unscheme(target)) return /^https?:\/\//i.test(label) ? target : label;
  return /[.@:/]/.test(label) ? undefined : target;
}

/**
 * Replaces every link by its target. Mentions (`<@U…>`, `<#C…>`, `<!…>`) stay as they are.
 * Source: Slack "Formatting text for app surfaces": `<URL|label>`, `<mailto:a@b|a@b>`.
 */
export function unlinkSlack(text: string): Unlinked {
  let wrong: { target: string; label: string } | undefined;
  const plain = text.replace(/<([^<>]*)>/g, (whole, inside: string) => {
    if (/^[@#!]/.test(inside)) return whole;
    const bar = inside.indexOf('|');
    const target = bar < 0 ? inside : inside.slice(0, bar);
    const label = bar < 0 ? undefined : inside.slice(bar + 1);
    const meant = unlinkOne(target, label);
    if (meant === undefined) wrong ??= { target, label: label ?? '' };
    return meant ?? whole;
  });
  return wrong === undefined ? { ok: true, text: plain } : { ok: false, ...wrong };
}

export type Mention =
  | { readonly kind: 'user'; readonly id: string }
  | { readonly kind: 'channel' | 'user group' | 'broadcast' };

/** Reads `<@U…>`, `<@W…|name>`, `<#C…>`, `<!subteam^…>`, `<!here>`; nothing when the text is none of them. */
export function parseMention(text: string): Mention | undefined {
  const inside = /^<([@#!][^<>]*)>$/.exec(text)?.[1];
  if (inside === undefined) return undefined;
  const id = /^@([UW][A-Z0-9]{1,30})(?:\|.*)?$/.exec(inside)?.[1];
  if (id !== undefined) return { kind: 'user', id };
  if (inside.startsWith('#')) return { kind: 'channel' };
  return { kind: /^!subteam\^/.test(inside) ? 'user group' : 'broadcast' };
}
