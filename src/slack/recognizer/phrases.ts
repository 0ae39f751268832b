/** What people say who cannot get in, or want to: one line per way of saying it. Pure data. */

export interface Phrase {
  readonly id: string;
  readonly kind: 'refused' | 'request';
  readonly pattern: RegExp;
}

const VERB =
  '(?:access|get\\s+(?:in|into|to|on|onto|through|past|inside)|open|log\\s*-?\\s*(?:in|on|into)|login|sign\\s*-?\\s*(?:in|on|into)|reach|load|see|view|use|enter|connect|authenticate|hit|curl|call|get\\s+at)\\b';
const CANNOT =
  "(?:can'?t|cant|cannot|can\\s+not|could\\s*n'?t|unable\\s+to|not\\s+able\\s+to|(?:no\\s+longer|not)\\s+(?:possible|able)\\s+to|am\\s+not\\s+allowed\\s+to|fail(?:s|ing|ed)?\\s+to)";

export const PHRASES: readonly Phrase[] = [
  // A status with nothing before it that makes it a number of something else.
  {
    id: 'status-403',
    kind: 'refused',
    pattern:
      /(?<![\w#$€£/:.,-])(?<!\b(?:line|room|port|page|pr|issue|ticket|build|version|row)\s)40[13]'?s?\b(?![.,:]?\d|\s*(?:%|ms|mb|kb|people|users|rows|requests))/,
  },
  { id: 'forbidden', kind: 'refused', pattern: /\bforbidden\b/ },
  {
    id: 'denied',
    kind: 'refused',
    pattern:
      /\b(?:access|permissions?)\s+(?:is\s+|was\s+|has\s+been\s+|got\s+|been\s+)?(?:denied|refused|rejected)\b|\b(?:denied|refused)\s+(?:access|entry)\b|\bgetting\s+denied\b/,
  },
  {
    id: 'not-authorized',
    kind: 'refused',
    pattern:
      /\b(?:not|isn'?t|aren'?t)\s+(?:authori[sz]ed|permitted)\b|\bnot\s+allowed\s+(?:to|in|on|into)\b|\bunauthori[sz]ed\b|\bunauthenticated\b|\bpermission_denied\b/,
  },
  {
    id: 'no-access',
    kind: 'refused',
    pattern:
      /\b(?:do\s*n'?o?t|dont|does\s*n'?t|doesnt|never|no\s+longer)\s+(?:seem\s+to\s+|appear\s+to\s+|yet\s+)?(?:have|has|had|got)\s+(?:the\s+|any\s+)?(?:right\s+|rights?\s+|necessary\s+|required\s+|enough\s+|sufficient\s+)?(?:access|permissions?|role|rights)\b/,
  },
  {
    id: 'no-access',
    kind: 'refused',
    pattern:
      /\b(?:no|missing|lacking|without|insufficient)\s+(?:access|permissions?|rights)\b(?!\s+(?:logs?|control|needed|required|changes?|tokens?|issues?|problems?))/,
  },
  {
    id: 'lost-access',
    kind: 'refused',
    pattern:
      /\b(?:lost|losing|revoked|removed)\s+(?:my\s+|our\s+|all\s+|the\s+|everyone'?s\s+)?access\b|\baccess\s+(?:\S+\s+){0,4}?(?:is|was|got|has\s+been|been)\s+(?:revoked|removed|taken\s+away|cut|gone|disabled|expired|dropped)\b|\baccess\s+(?:\S+\s+){0,3}?(?:disappeared|vanished|expired)\b/,
  },
  {
    id: 'cannot',
    kind: 'refused',
    pattern: new RegExp(
      `\\b${CANNOT}\\b(?:\\s+(?:even|seem\\s+to|currently|still|really|longer|anymore|to))*\\s+${VERB}`,
    ),
  },
  {
    id: 'will-not-let',
    kind: 'refused',
    pattern:
      /\b(?:wo\s*n'?t|does\s*n'?t|doesnt|not|isn'?t|stopped|refuses\s+to|never)\s+let(?:s|ting)?\s+(?:me|us|him|her|them|anyone|anybody|my|our)\b/,
  },
  {
    id: 'shut-out',
    kind: 'refused',
    pattern:
      /\b(?:locked|kicked|shut|thrown|booted|bounced)\s+(?:me\s+|us\s+|everyone\s+|him\s+|her\s+|them\s+)?(?:out|off)\b|\block(?:s|ing)?\s+(?:me|us|everyone)\s+out\b/,
  },
  {
    id: 'blocked',
    kind: 'refused',
    pattern:
      /\b(?:blocked|stopped|rejected|turned\s+away|refused)\s+(?:from|at|by)\b|\b(?:getting|keep\s+getting|am|i'm|got)\s+(?:blocked|rejected)\b|\bblocks\s+me\b/,
  },
  {
    id: 'sign-in-loop',
    kind: 'refused',
    pattern:
      /\b(?:redirect|login|log-?in|sign-?in|auth)\s*(?:ion\s+)?loops?\b|\b(?:infinite|endless|too\s+many)\s+redirects?\b|\bloops?\s+(?:back\s+)?(?:to\s+)?(?:the\s+)?(?:login|sign-?in)\b|\bkeeps?\s+(?:redirecting|asking\s+(?:me\s+)?to\s+(?:log|sign)\s*-?\s*in|sending\s+me\s+(?:back\s+)?to|logging\s+me\s+out|kicking\s+me|throwing\s+me|bouncing\s+me)\b|\bstuck\s+(?:at|in|on)\s+(?:the\s+|a\s+)?(?:login|log-?in|sign-?in|consent|redirect|google)\b/,
  },
  {
    id: 'you-dont-have-access',
    kind: 'refused',
    pattern: /\byou\s+(?:don'?t|do\s+not)\s+have\s+(?:access|permission)\b/,
  },
  {
    id: 'need-access',
    kind: 'request',
    pattern:
      /\b(?:need|needs|needed|want|wants|require|requires|request|requests|requesting|requested|asking\s+for|looking\s+for|after|would\s+(?:like|love)|i'?d\s+(?:like|love))\s+(?:to\s+(?:have|get|request|be\s+(?:given|granted))\s+)?(?:\S+\s+){0,3}?(?:access|permissions?|viewer|rights)\b(?!\s+(?:logs?|control|tokens?|levels?|keys?|polic(?:y|ies)|reviews?))/,
  },
  {
    id: 'give-access',
    kind: 'request',
    pattern:
      /\b(?:give|grant|get|have|provide|enable|set\s+up|sort|arrange|approve|restore|renew|extend|reinstate|re-?add|open\s+up)\s+(?:\S+\s+){0,3}?(?:access|permissions?|rights)\b(?!\s+(?:logs?|control|tokens?|levels?|keys?|polic(?:y|ies)|reviews?))/,
  },
  {
    id: 'add-me',
    kind: 'request',
    pattern:
      /\b(?:add|invite|whitelist|allow-?list|onboard|let|re-?add)\s+(?:me|us|my\s+\S+|our\s+\S+|<@[^>]+>|(?:\S+@\S+))(?:\s+(?:back|in))?\s+(?:to|on|onto|into|for|in|through|access)\b/,
  },
  { id: 'let-me-in', kind: 'request', pattern: /\blet\s+(?:me|us)\s+(?:back\s+)?(?:in|into|through)\b/ },
  {
    id: 'access-please',
    kind: 'request',
    pattern: /\baccess\b[^.!?\n]{0,60}\b(?:please|pls|plz)\b|\b(?:please|pls|plz)\b[^.!?\n]{0,30}\baccess\b/,
  },
  {
    id: 'who-gives',
    kind: 'request',
    pattern:
      /\bwho\s+(?:do\s+i|should\s+i|can\s+i|to)\s+(?:ask|ping|contact|talk\s+to|bug)\b[^.!?\n]{0,40}\baccess\b|\bwho\s+(?:can|could|grants?|gives?|approves?|handles?|manages?|owns?)\b[^.!?\n]{0,40}\baccess\b/,
  },
  {
    id: 'how-do-i',
    kind: 'request',
    pattern:
      /\bhow\s+(?:do|can|would|should)\s+(?:i|we|one|someone|you)\s+(?:get|request|ask\s+for|apply\s+for|obtain|gain)\b[^.!?\n]{0,30}\baccess\b/,
  },
  {
    id: 'access-request',
    kind: 'request',
    pattern: /\baccess\s+requests?\b|\brequest(?:ing)?\s*:?\s+access\b/,
  },
];
