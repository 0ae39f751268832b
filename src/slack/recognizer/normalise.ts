/** One spelling for what people type in many: quotes, escapes, spaces, emoji, links, and the usual typos. Pure. */

/** Slack's marks, quotes, emoji and case; addresses stay as they are, in lower case. */
export function plain(text: string): string {
  return text
    .replace(/[\ue000-\uf8ff]/g, ' ')
    .replace(/<(https?:\/\/[^|<>]+)(?:\|[^<>]*)?>/gi, ' $1 ')
    .replace(/<mailto:([^|<>]+)(?:\|[^<>]*)?>/gi, ' $1 ')
    .replace(/<![^<>]*>|<#[^<>]*>/g, ' ')
    .replace(/[\u2018\u2019\u201b\u00b4`]/g, "'")
    .replace(/[\u201c\u201d\u00ab\u00bb]/g, '"')
    .replace(/&amp;/g, '&')
    .replace(/&gt;/g, '>')
    .replace(/&lt;/g, '<')
    .replace(/\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u200d|\ufe0f/gu, ' ')
    .replace(/(?<![\w/]):(?:[+-]1|[a-z][a-z0-9_'+-]*):/gi, ' ')
    .replace(/[*~]/g, ' ')
    .replace(/(?<!\w)_+|_+(?!\w)/g, ' ')
    .replace(/[^\S\n]+/g, ' ')
    .toLowerCase()
    .trim();
}

/** What stands for what, in the order in which it is replaced. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:acces|acess|accesss|acccess|accses|accsess|acesss)\b/g, 'access'],
  [/\b(?:permision|permisson|permissin|premission|perm)\b/g, 'permission'],
  [/\b(?:permisions|permissons|premissions|perms|priviledges|privileges)\b/g, 'permissions'],
  [/\b(?:forbiden|forbidded)\b/g, 'forbidden'],
  [/\bdenyed\b/g, 'denied'],
  [/\b(un)?authori[sz]ed\b/g, '$1authorized'],
  [/\b(?:can ?not|cant|could ?n'?t|could not)\b/g, "can't"],
  [/\b(?:do not|dont)\b/g, "don't"],
  [/\b(?:does not|doesnt)\b/g, "doesn't"],
  [/\b(?:did not|didnt)\b/g, "didn't"],
  [/\b(?:will not|wont)\b/g, "won't"],
  [/\b(?:is not|isnt|ain'?t)\b/g, "isn't"],
  [/\b(?:are not|arent)\b/g, "aren't"],
  [/\b(?:i am|im)\b/g, "i'm"],
  [/\b(?:we are)\b/g, "we're"],
  [/\b(?:pls|plz|plse|pleas|plsss?)\b/g, 'please'],
  [/\b(?:thx|thanx|tnx|ty)\b/g, 'thanks'],
  [/\bu\b/g, 'you'],
  [/\bgimme\b/g, 'give me'],
  [/\blemme\b/g, 'let me'],
  [/\bwanna\b/g, 'want to'],
  [/\b(any|some|every)(?:body| one)\b/g, '$1one'],
  [/\bno one\b/g, 'nobody'],
  [/\bany more\b/g, 'anymore'],
  [/\b(?:log|sign|logging|signing)[ -]?into\b/g, 'login to'],
  [/\b(?:log|sign|logging|signing)[ -]?(?:in|on)\b/g, 'login'],
];

/** Common spellings made one; for words only, so addresses have to be out of the text by then. */
export const respelled = (text: string): string =>
  SPELLINGS.reduce((now, [pattern, word]) => now.replace(pattern, word), text);
