/** Whom a message is about: the person who wrote it, somebody else, or several people. Pure. */

export type About = 'self' | 'other' | 'many';

const PERSON =
  '(?:colleague|team\\s?mate|co-?worker|manager|boss|report|reports|contractor|intern|hire|joiner|starter|vendor|designer|analyst|trainee|student|freelancer|auditor|assistant|successor|lead|neighbour|engineer|developer|accountant|consultant|temp)';

const OTHER = [
  /\b(?:add|give|grant|get|for|let|allow|invite|onboard|enable)\s+(?:(?:viewer\s+)?access\s+(?:to\s+\S+\s+)?(?:for|to)\s+)?<@[uw]/,
  /<@[uw][a-z0-9]+>(?:\s*\([^)]*\))?,?\s+(?:who\s+|also\s+|still\s+)?(?:can't|needs?|gets?|is|lost|has|doesn't|says|said|would|sees|wants|keeps|was|reports?|tells|isn't|won't)\b/,
  new RegExp(
    `\\b(?:my|our|the|a|an|one\\s+of\\s+my|one\\s+of\\s+our|another|this)\\s+(?:(?:new|other|former|external|summer)\\s+)*${PERSON}\\b(?!')`,
  ),
  new RegExp(`\\b(?:new|external)\\s+${PERSON}\\b`),
  /\b(?:he|she|he's|she's|she'd|he'd)\s+\S+|\b(?:for|to|of|let|give|get|add)\s+(?:him|her)\b|\bher\s+(?:account|access|login)\b|\bhis\s+(?:account|access|login)\b/,
  /\bon\s+behalf\s+of\b/,
  /(?:^|\s)(?!(?:it|this|that|who|what|script|job|account|runner|bot|service|robot|client|which)\b)\p{L}+(?:\s\([^()]{0,40}\))?\s+needs\b/u,
  /\baccess\b[^.!?\n]{0,20}\bfor\s+[\p{L}]+\s+(?:from|in|on)\s+(?!this|the\s+\d|\d|mon|tues|wednes|thurs|fri)\p{L}+/u,
  /(?:^|(?<!\b(?:my account|my user|myself|me|as|with|i'm))\s)(?!\S*gserviceaccount)\S+@\S+\.\S+(?:\s+(?:have|get|be|needs?|can't|gets|lost|is|to|into)\b|,\s*(?:will|needs?|starts?|joins?))/,
  /^(?!(?:i|it|he|this|that|who|what|dash|we|they|you)\b)\p{L}+\s+(?:is|keeps)\s+(?:getting|locked|blocked|denied|refused)\b/u,
];

const MANY = [
  /\b(?:we|us|they|team|you)\s+all\b|\ball\s+of\s+(?:us|them|\p{L}+)\b|\bnone\s+of\s+(?:us|them)\b|\bany\s+of\s+us\b|\bnobody\s+(?:in|on|at|from|can|of)\b/u,
  /\b(?:whole|entire|my|our)\s+(?:\S+\s+)?(?:team|squad|department|shift|crew)\b(?!\s?(?:mate|lead))/,
  /\beveryone\b|\b(?:several|multiple|many|some|a\s+few|\d+|more)\s+(?:people|colleagues|of\s+us|users|folks|engineers)\b|\bhalf\s+(?:of\s+)?(?:the|our|my)\b/,
  /\b(?:anyone|someone)\s+else\b|\banyone\s+(?:getting|seeing|unable|locked|having|with)\b|\bothers?\s+(?:too|as\s+well)\b/,
  /\b(?:contractors|colleagues|people|interns|new\s+joiners|we)\s+(?:(?:also|all|still|now|suddenly)\s+)?(?:can't|are|get|lost|need|have\s+no|don't\s+have|keep|see)\b|\bwe're\s+(?:\S+\s+)?(?:locked|blocked|getting|unable|refused|stuck)\b|\b(?:lets?|letting)\s+us\b|\b(?:refuses|rejects|blocks)\s+us\b/,
];

/** Said of others in the same breath: "is it me or", "someone else reported it, now I". */
const ALONE = /\b(?:i|i'm|i've|i'd|me|my)\b/;

/** `text` is respelled and marked. Service accounts are their writer's own affair. */
export function aboutOf(text: string): About {
  const own = ALONE.test(text);
  const strong = MANY.slice(0, 3).some((pattern) => pattern.test(text.replace(/\bmy manager\b/g, '')));
  if (/\bthat's me\b|\bmy own\b/.test(text)) return 'self';
  if (
    OTHER.some((pattern) => pattern.test(text)) &&
    !/\b(?:my|our)\s+(?:manager|boss|lead)\s+(?:\S+\s+)?(?:has\s+)?(?:approved|said|told|asked|agreed|knows|ok)/.test(
      text,
    )
  )
    return 'other';
  if (strong && !/\b(?:i|i'm)\s+(?:can't|get|need|don't|am|getting)\b/.test(text)) return 'many';
  if (!own && MANY.some((pattern) => pattern.test(text))) return 'many';
  return 'self';
}
