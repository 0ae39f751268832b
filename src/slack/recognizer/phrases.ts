/** What people say who cannot get in, or want to: one line per way of saying it. They see respelled, marked text. Pure data. */
import { MENTION } from './context.js';

export interface Phrase {
  readonly id: string;
  readonly kind: 'refused' | 'request';
  readonly pattern: RegExp;
}

const APP = `(?:(?:the|our|this|your|my|prod|production|staging)\\s+)*${MENTION}`;
const ACCESS = '(?:access|permissions?|rights?|viewer|editor|reader|entry)';
/** What "access" is also said of that nobody is let into. */
const NOT_THESE =
  '(?!\\s+(?:logs?|control|tokens?|levels?|keys?|polic(?:y|ies)|reviews?|points?|matrix|modifiers?|patterns?|management|lists?|audits?|checks?|cards?|codes?|badges?|roads?|doors?))';
const GET_IN =
  '(?:access|get\\s+(?:back\\s+)?(?:in|into|to|on|onto|through|past|inside|at)|open|login|reach|enter|authenticate|to\\s+enter|go\\s+(?:in|into|to))\\b';
const SEE = '(?:see|view|load|use|hit|curl|call|visit|query|connect\\s+to)\\b';
const NOT_ABLE =
  "(?:can't|unable\\s+to|(?:not|isn't|aren't|no\\s+longer|wasn't|never)\\s+(?:able|allowed|permitted)\\s+to|(?:none|nobody|no\\s+one)\\s+(?:\\S+\\s+){0,3}?(?:can|is\\s+able\\s+to)|fail(?:s|ing|ed)?\\s+to)";
const LINGER = '(?:\\s+(?:even|currently|still|really|longer|anymore|suddenly|to|i|we|he|she|they))*';

const line = (id: string, kind: Phrase['kind'], ...sources: readonly string[]): Phrase => ({
  id,
  kind,
  pattern: new RegExp(sources.join('|')),
});

export const PHRASES: readonly Phrase[] = [
  line(
    'status-403',
    'refused',
    "(?<![\\w#$€£:.,/-])(?<!\\b(?:line|room|port|page|pr|issue|ticket|build|version|row|no|nr|of|all|the|these)\\s)(?<!=\\s?\\d)40[13](?:'?s|-ing|-ed|'d|ed|ing)?\\b(?![.,:]?\\d|\\s*(?:%|ms|mb|kb|k\\b|people|users|rows|requests|orders|items|times|responses|rate|lines|pages?\\s+(?:rate|count)))",
    '(?<=\\b(?:the|all|these)\\s)40[13]s?\\b(?=\\s+(?:is|are|when|on|at|from|page|error|for|since|again|i)\\b)',
  ),
  line(
    'forbidden',
    'refused',
    '\\bforbidden\\b(?!\\s+(?:city|planet|fruits?|words?|patterns?|imports?|love|zone))',
  ),
  line(
    'denied',
    'refused',
    `\\b${ACCESS}\\s+(?:is\\s+|was\\s+|has\\s+been\\s+|got\\s+|been\\s+|to\\s+${APP}\\s+(?:is\\s+|was\\s+|has\\s+been\\s+)?)?(?:denied|refused|rejected|blocked)\\b`,
    '\\b(?:denied|denies|denying|refused|refuses)\\s+(?:me\\s+|us\\s+|him\\s+|her\\s+|them\\s+)?(?:access|entry)\\b',
    "\\b(?:getting|got|being|am|i'm|get)\\s+denied\\b",
    '\\berror\\s+of\\s+permissions?\\b|\\bpermissions?\\s+error\\b',
  ),
  line(
    'not-authorized',
    'refused',
    "\\b(?:not|isn't|aren't)\\s+(?:authorized|permitted)\\b",
    '\\bnot\\s+allowed\\s+(?:to|in|on|into)\\b',
    '\\bunauthorized\\b|\\bunauthenticated\\b|\\bpermission_?denied\\b',
  ),
  line(
    'no-access',
    'refused',
    `\\b(?:don't|doesn't|never|no\\s+longer|haven't|hasn't|didn't)\\s+(?:seem\\s+to\\s+|appear\\s+to\\s+|yet\\s+)?(?:have|has|had|got)\\s+(?:\\S+\\s+){0,2}?${ACCESS}\\b${NOT_THESE}`,
    "\\b(?:not|isn't|aren't|no\\s+longer)\\s+(?:in|part\\s+of|a\\s+member\\s+of)\\s+(?:the\\s+|a\\s+|any\\s+)?(?:right\\s+|required\\s+|correct\\s+|necessary\\s+)?(?:access\\s+)?groups?\\b",
    `\\b(?:no|no\\s+more|missing|lacks?|lack|lacking|without|insufficient|have\\s+not|miss)\\s+(?:(?:the|a|any|more|required|right|${MENTION})\\s+){0,2}(?:access|permissions?|rights)\\b${NOT_THESE}(?!\\s+(?:needed|required|changes?|issues?|problems?))`,
  ),
  line(
    'lost-access',
    'refused',
    `\\b(?:lost|losing|loses|revoked|(?:took|taken|taking)\\s+away|removed)\\s+(?:(?:my|our|all|the|his|her|their|everyone's|${MENTION})\\s+)*${ACCESS}\\b${NOT_THESE}`,
    `\\b${ACCESS}\\s+(?:\\S+\\s+){0,5}?(?:is|was|got|has\\s+been|been|be|went)\\s+(?:\\S+\\s+)?(?:revoked|removed|taken\\s+away|cut|gone|disabled|expired|dropped|away)\\b`,
    `\\b${ACCESS}\\s+(?:\\S+\\s+){0,3}?(?:disappeared|vanished|expired|gone|revoked|ran\\s+out|broke|stopped|doesn't\\s+work|isn't\\s+working|not\\s+working)\\b`,
    "\\b(?:i've|i|i\\s+have|we|we've|was|been|got)\\s+(?:been\\s+|was\\s+|were\\s+|got\\s+)?(?:removed|dropped|deleted|kicked)\\s+(?:from|out\\s+of)\\b",
  ),
  line('cannot', 'refused', `\\b${NOT_ABLE}${LINGER}\\s+${GET_IN}`),
  line('cannot-see', 'refused', `\\b${NOT_ABLE}${LINGER}\\s+${SEE}(?=\\s+${APP})`),
  line(
    'will-not-let',
    'refused',
    "\\b(?:won't|doesn't|not|isn't|stopped|refuses\\s+to|never|didn't|wouldn't)\\s+let(?:s|ting)?\\s+(?:me|us|him|her|them|anyone|my|our|people)\\b",
    "\\b(?:won't|doesn't|not|isn't|didn't)\\s+(?:accept|take|recogni[sz]e|know)(?:s|ing)?\\s+(?:me|my|our|us)\\b",
    "\\b(?:not|isn't|aren't|never)\\s+(?:being\\s+)?let\\s+(?:in|into|through)\\b",
  ),
  line(
    'shut-out',
    'refused',
    '\\b(?:locked|kicked|shut|thrown|booted|bounced|locks|locking|kicks|kicking|throws|shuts|shutting)\\s+(?:me\\s+|us\\s+|everyone\\s+|him\\s+|her\\s+|them\\s+|people\\s+)?out\\b',
    '\\b(?:kicked|bounced|locked|booted)\\s+(?:from|off|of)\\b',
  ),
  line(
    'refuses-me',
    'refused',
    '\\b(?:refus|reject|block|bounc|den[yi])(?:es|s|ed|ing)?\\s+(?:me|us|all\\s+of\\s+us|people|everyone|my\\s+(?:login|account|user)|our\\s+(?:logins|accounts|team))\\b(?!\\s+(?:\\d|an?\\b|some\\b))',
    `\\b(?:i'm|we're|i\\s+am|getting|get|keep\\s+getting|got|was|were|is|are|am|being|been)\\s+(?:being\\s+)?(?:blocked|rejected|refused|bounced|forbidden|stopped|turned\\s+away)\\s+(?:(?:from|at)\\b|(?:by|on)\\s+${APP})`,
    '\\b(?:login|signin|account)\\b[^.!?\\n]{0,30}\\b(?:is|was|gets|got)\\s+(?:rejected|refused|denied)\\b',
    `${MENTION}\\s+(?:is\\s+)?(?:locking|blocking|refusing|rejecting)\\b`,
  ),
  line(
    'sign-in-loop',
    'refused',
    '\\b(?:redirect|login|auth|authentication|endless|infinite)(?:ion)?\\s*loops?\\b',
    '\\b(?:infinite|endless|too\\s+many)\\s+redirects?\\b|\\berr_too_many_redirects\\b',
    `${MENTION}\\s+(?:just\\s+|only\\s+|always\\s+|keeps\\s+)?(?:loops|looping)\\b`,
    '\\bkeeps?\\s+(?:on\\s+)?(?:redirecting|asking\\s+(?:me\\s+|us\\s+)?to\\s+login|logging\\s+(?:me|us)\\s+out)\\b',
    '\\b(?:keeps?\\s+(?:on\\s+)?)?(?:sends?|sending|throws?|throwing|bounces?|bouncing|kicks?|kicking|returns?|redirects?|redirecting)\\s+(?:me|us)\\s+(?:back\\s+|right\\s+)*(?:to|at|onto|out)\\s+(?:\\S+\\s+){0,3}?(?:login|sign-?in|consent|account\\s+chooser|google|page)\\b',
    '\\bstuck\\s+(?:at|in|on)\\s+(?:the\\s+|a\\s+|this\\s+)?(?:\\S+\\s+)?(?:login|consent|redirect|google|account)\\b',
    '\\b(?:asks?|wants?|tells?|forces?|makes?)\\s+(?:me|us)\\s+to\\s+login\\s+(?:again|every|each|over|all)\\b',
    '\\blogin\\s+(?:to\\s+\\S+\\s+)?(?:is\\s+)?(?:impossible|fails|failed|broken|failing)\\b|\\blogin\\b[^.!?\\n]{0,30}\\b(?:fails|failed|impossible)\\b',
    '\\baccess\\s+blocked\\b',
  ),
  line(
    'you-dont-have-access',
    'refused',
    "\\byou\\s+don't\\s+have\\s+(?:access|permissions?)\\b|\\bclient\\s+doesn't\\s+have\\s+permission\\b",
  ),
  line(
    'asks-for-permission',
    'refused',
    `${MENTION}[^.!?\\n]{0,20}\\b(?:asks?|asking|wants|requires)\\s+(?:me\\s+)?(?:for\\s+)?(?:a\\s+)?(?:permission|access)\\b`,
  ),
  // The numbers IAP's own page and tunnel show.
  line(
    'error-code',
    'refused',
    '\\berror\\s+code:?\\s*(?:7|9|11|13|52|53|900|4033)\\b|(?<![\\w.])4033\\b(?![.,]?\\d)',
  ),
  line(
    'need-access',
    'request',
    `\\b(?:need|needs|needed|want|wants|require|requires|request|requests|requesting|requested|request:|ask(?:ing|ed)?\\s+(?:here\\s+|you\\s+)?for|looking\\s+for|after|would\\s+(?:like|love)|i'd\\s+(?:like|love)|waiting\\s+for|apply(?:ing)?\\s+for)\\s+(?:to\\s+(?:have|get|request|be\\s+(?:given|granted))\\s+|the\\s+)?(?:\\S+\\s+){0,3}?${ACCESS}\\b${NOT_THESE}`,
    `\\b(?:need|needs|want|wants|would\\s+(?:like|love)|i'd\\s+(?:like|love)|have|has)\\s+to\\s+(?:get|be\\s+(?:added|let)|login|sign)\\s+(?:back\\s+)?(?:in|into|to|onto)\\s+${APP}`,
    `\\bneeds?\\s+${APP}\\s*,?[^.!?\\n]{0,40}\\b(?:grant|give|add|who|approve|access)`,
    `\\baccess\\b[^.!?\\n]{0,40}\\b(?:needed|required|requested)\\b`,
  ),
  line(
    'give-access',
    'request',
    `\\b(?:give|given|grant|granted|grants|get|getting|have|provide|enable|set\\s+up|sort|arrange|approve|approved|restore|renew|extend|reinstate|re-?add|open\\s+up|getting)\\s+(?:\\S+\\s+){0,4}?${ACCESS}\\b${NOT_THESE}`,
    `\\b(?:access|permissions?)\\s+(?:\\S+\\s+){0,4}?be\\s+(?:restored|renewed|extended|granted|given|approved|reinstated|enabled)\\b`,
    `\\baccess\\b[^.!?\\n]{0,60}\\b(?:can|could)\\s+(?:it|that|this)\\s+be\\s+(?:restored|renewed|extended)\\b`,
  ),
  line(
    'add-me',
    'request',
    `\\b(?:add|adding|invite|inviting|letting|whitelist|allow-?list|onboard|let|re-?add|enrol|enroll)\\s+(?:me|us|my\\s+\\S+|our\\s+\\S+|<@[^>]+>|(?:my\\s+)?(?:account\\s+|user\\s+)?\\S+@\\S+|[a-z]+(?=\\s+(?:back\\s+)?into\\b))(?:\\s+\\(?\\S+@\\S+)?(?:\\s+(?:back|in))?\\s+(?:to|on|onto|into|for|in|through|access)\\b`,
    `\\b(?:whitelist|allow-?list)\\s+(?:me|us)\\b`,
    `\\b(?:can|could|may)\\s+(?:i|we)\\s+(?:please\\s+|also\\s+)?be\\s+(?:added|let|put)\\s+(?:in|on)?(?:to|onto)?\\b`,
    `\\b(?:set|sort)\\s+(?:me|us)\\s+up\\s+(?:with|on|for|in)\\b`,
    `\\benable\\s+${APP}\\s+for\\s+(?:my|me|our|us|<@)`,
    `\\b${MENTION}\\s+be\\s+(?:opened|enabled|unlocked)\\s+for\\b`,
    `\\b(?:get|getting)\\s+(?:me\\s+|us\\s+)?(?:in|on)(?:to|\\s+to)\\s+${APP}`,
    `\\bneed(?:s)?\\s+to\\s+be\\s+(?:added|let\\s+in)\\b`,
  ),
  line('let-me-in', 'request', '\\blet\\s+(?:me|us)\\s+(?:back\\s+)?(?:in|into|through)\\b'),
  line(
    'access-please',
    'request',
    `\\b(?:access|permissions?)\\b${NOT_THESE}[^.!?\\n]{0,60}\\b(?:please|thanks|asap)\\b`,
    `\\bplease\\b[^.!?\\n]{0,30}\\b(?:access|permissions?)\\b${NOT_THESE}`,
    `${MENTION}\\s+(?:access|permissions?)\\s+for\\s+(?:me|us|<@|my|our)`,
  ),
  line(
    'who-gives',
    'request',
    '\\bwhom?\\s+(?:do\\s+i|should\\s+i|can\\s+i|must\\s+i|to)\\s+(?:ask|ping|contact|talk\\s+to|bug|write|turn\\s+to)\\b[^.!?\\n]{0,40}\\baccess\\b',
    '\\bwho\\s+(?!(?:can|could)\\s+access)(?:can|could|grants?|gives?|approves?|handles?|manages?|owns?|does|fixes|sorts)\\b[^.!?\\n]{0,40}\\baccess\\b',
    `\\bright\\s+person\\s+to\\s+(?:grant|give|ask)\\b`,
  ),
  line(
    'how-do-i',
    'request',
    '\\bhow\\s+(?:do|can|would|should|may)\\s+(?:i|we|one|someone|you)\\s+(?:get|request|ask\\s+for|apply\\s+for|obtain|gain)\\b[^.!?\\n]{0,30}\\baccess\\b',
    '\\bto\\s+(?:get|request|obtain|gain)\\s+access\\s+to\\b',
  ),
  line(
    'access-request',
    'request',
    `^\\W*(?:new\\s+)?access\\s+request\\s*(?::|-|for\\b)`,
    `\\b(?:my|approve\\s+(?:an|the|this)|(?:send|file|have)\\s+an)\\s+access\\s+request\\b`,
    `\\brequest(?:ing)?\\s*:?\\s+(?:for\\s+)?access\\b`,
  ),
];
