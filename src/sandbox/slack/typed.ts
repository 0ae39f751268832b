/** What Slack makes of text as a person types it: entities, mentions, links. */
import type { Workspace } from './workspace.js';

/** Already in Slack's own markup: left as it is. */
const MARKUP = /<(?:@[UW][A-Z0-9]+(?:\|[^<>]*)?|#C[A-Z0-9]+(?:\|[^<>]*)?|(?:https?|mailto):[^<>]+)>/g;

/**
 * Text as it arrives with `should_escape: true` and in messages: `@ana` becomes `<@U1|ana>`, `#general`
 * `<#C1|general>`, a URL `<https://…>`; `&`, `<` and `>` become entities. Somebody who is not there stays text.
 * Source: Slack "Enabling interactivity with slash commands" and "Formatting text for app surfaces".
 */
export function escapeTyped(text: string, workspace: Workspace): string {
  const parts: string[] = [];
  let from = 0;
  for (const match of text.matchAll(MARKUP)) {
    parts.push(escapePlain(text.slice(from, match.index), workspace), match[0]);
    from = match.index + match[0].length;
  }
  parts.push(escapePlain(text.slice(from), workspace));
  return parts.join('');
}

function escapePlain(text: string, workspace: Workspace): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/https?:\/\/[^\s"'“”‘’`]+/g, (url) => `<${url}>`)
    .replace(/(^|\s)@([a-z0-9._-]+)/g, (whole, before: string, name: string) => {
      const user = [...workspace.users.values()].find((one) => one.name === name);
      return user === undefined ? whole : `${before}<@${user.id}|${user.name}>`;
    })
    .replace(/(^|\s)#([a-z0-9._-]+)/g, (whole, before: string, name: string) => {
      const channel = [...workspace.channels.values()].find(
        (one) => one.name === name && one.kind === 'public',
      );
      return channel === undefined ? whole : `${before}<#${channel.id}|${channel.name}>`;
    });
}
