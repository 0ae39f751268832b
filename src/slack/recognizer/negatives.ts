/** What sounds like a request for access and is none: talk about code, things that are over, advice, posts of machines. Pure data. */

export interface Negative {
  readonly id: string;
  readonly pattern: RegExp;
}

const negative = (id: string, ...sources: readonly string[]): Negative => ({
  id,
  pattern: new RegExp(sources.join('|')),
});

const STATUS = '(?:40[13]s?|forbidden|unauthorized|permission_?denied|access\\s+denied)';

/** Whole messages that are none; the first that fits is the reason. They see respelled, marked text. */
export const NEGATIVES: readonly Negative[] = [
  negative(
    'in-app-purchase',
    '\\bin-?\\s?app\\s+(?:purchases?|products?|billing)\\b|\\bstore\\s?kit\\b|\\bapp\\s*store\\b|\\bplay\\s+(?:store|billing|console)\\b|\\brevenuecat\\b',
    '\\b(?:purchase|receipt)\\s+(?:validation|token|tokens|verification)\\b|\\bsandbox\\s+testers?\\b|\\bconsumables?\\b|\\biaps\\b|\\biap\\s+(?:revenue|purchase|product|price|item|sale)s?\\b',
  ),
  negative(
    'machine',
    '^\\W*\\[\\s*(?:firing|resolved|alert|alerting|warning|warn|critical|info|ok|bot|ci|cd|jira|sev-?\\d)\\b[^\\]]{0,20}\\]',
    '\\b(?:deploy|deployment|build|pipeline|job|release)\\s+(?:of\\s+\\S+\\s+)?(?:#\\d+\\s+)?(?:\\S+\\s+){0,2}?(?:finished|succeeded|passed|failed|completed|started)\\b\\s*(?:[:(]|$)',
    '\\b(?:new|updated|closed)\\s+(?:ticket|issue|incident|case)\\s+\\S+\\s+(?:opened|created|closed|by)\\b|\\bassigned\\s+to\\s*:',
    '\\b(?:daily|weekly|monthly)\\s+(?:digest|report|summary|update|stats)\\b|\\babove\\s+(?:the\\s+)?threshold\\b|\\b\\d+\\s+errors?,\\s+\\d+\\s+warnings?\\b',
    '\\b40[13]s?\\s+(?:rate|responses|count)\\b|\\b\\d+\\s+access\\s+requests\\b|\\bbuild\\s+#?40[13]\\b',
  ),
  negative(
    'about-code',
    `\\b(?:should|must|would|could|to|now|may|might|let's|does|do)\\s+(?:also\\s+|only\\s+|then\\s+|still\\s+|it\\s+|we\\s+|i\\s+|the\\s+\\S+\\s+|\\S\\s+)?(?:return|respond|answer|reply|throw|raise|emit|handle|map|catch|expect|assert|retry|log)s?\\b[^.!?\\n]{0,40}\\b${STATUS}`,
    `\\b(?:returns?|returned|returning|throws?|throwing|responds?\\s+with|handles?|handling|expects?|expecting|asserts?)\\s+(?:an?\\s+|the\\s+|with\\s+)?(?:http\\s+)?${STATUS}\\b[^.!?\\n]{0,20}\\b(?:when|if|instead|unless|where|rather)\\b`,
    `\\b(?:retry|retries|retrying|mock|mocks|mocked|mocking|stub|stubs|stubbed|regex|i'd\\s+expect|should\\s+be)\\b[^.!?\\n]{0,25}\\b(?:an?\\s+)?(?:40[13]|forbidden|unauthorized)`,
    `\\bwhen\\s+do\\s+(?:we|i|you|they)\\s+get\\b|\\b(?:means|meaning)\\s+(?:unauthenticated|unauthorized|forbidden)\\b`,
    `\\b(?:unit|e2e|end-to-end|integration|regression|load|flaky|failing|my|the)\\s+tests?\\b(?!\\s+(?:robot|account|user|bot|runner))|\\btest\\s+(?:case|suite)s?\\b|\\bsuite\\s+is\\b|\\bin\\s+(?:the|my|our)\\s+tests\\b`,
    `\\b(?:middleware|handler|controller|swagger|openapi|linter|lint|refactor(?:ed|ing|s)?|changelog|code\\s+review|regexp?|unit\\s?tests?|schema|typo|nit|enum|endpoint\\s+of|codebase|frontend|backend\\s+code|feature\\s+flag|import\\s+in|exception\\s+class|unreachable|naming)\\b`,
    `\\b(?:pr|mr|prs|mrs|pull\\s+requests?|merge\\s+requests?|commit|diff|patch)\\b(?:\\s+(?:#?\\d+|to|that|for|which|adds?|fix(?:es)?|is|up|on)\\b|\\s*[:?#,]|[?.!])`,
    `\\b(?:my|the|this|a|in)\\s+(?:pr|mr|pull\\s+request|merge\\s+request|commit|branch|diff)\\b|\\bon\\s+branch\\b|\\b(?:merged|reverted|cherry-?picked|rebased|rfc)\\b`,
    `\\bgit\\s+(?:push|pull|clone|fetch)\\b|\\b(?:wrong|right|correct)\\s+status\\b|\\baccess\\s+(?:log|denied)\\s+(?:format|page|events?|text|message|screen)s?\\b|\\b40[13][\\s-]+(?:page|handling|lines)\\b`,
    `\\b(?:how\\s+would\\s+you|shall\\s+we|what\\s+if\\s+we|opinions?\\?|thoughts\\?|is\\s+that\\s+what\\s+we\\s+want|specified|permission\\s+checks?|access\\s+levels?|checks\\s+permissions)\\b`,
    '\\b(?:thoughts|opinions)\\?|\\b40[13]s?\\s+(?:means|stands)\\b|\\b40[13]\\s+pages?\\s+(?:looks?|of|is|are)\\b',
    '\\b(?:filter|search|grep|query|look|looking|alerts?|panels?|graphs?|count|counts|counted|metrics?|monitor|charts?|expect|expecting|plot)\\b[^.!?\\n]{0,40}\\b(?:40[13]s?|denied|forbidden)\\b',
    '\\b40[13]s?\\b[^.!?\\n]{0,30}\\b(?:counted|separately|separate|per\\s+(?:minute|second|day|hour)|in\\s+the\\s+logs?)\\b|\\b40[13]s?\\s*(?:and|vs\\.?|or|/)\\s*40[13]s?\\b',
    '\\b(?:how\\s+(?:do|can|would|should)\\s+(?:i|we|you|one)|is\\s+there\\s+a\\s+way\\s+to|is\\s+it\\s+possible\\s+to|way\\s+to)\\s+(?:give|grant|let|have|filter|restrict|set|configure|make|create|share|limit|write|search|query|manage|check|see\\s+who)\\b',
  ),
  negative(
    'over',
    '\\b(?:works?|working|resolved|fixed|sorted|solved|back\\s+up|good|fine)\\s+(?:now|again|since)\\b',
    "\\b(?:it\\s+is|it's|that's|all|was|were|been|got|now|problem|issue|incident|bug)\\s+(?:is\\s+|was\\s+)?(?:fixed|resolved|sorted|solved)\\b|^\\W*(?:fixed|resolved|solved|sorted|done|granted|approved|closed)\\b",
    '\\bnever\\s*mind\\b|\\bnvm\\b|\\bfigured\\s+it\\s+out\\b|\\bfalse\\s+alarm\\b|\\bignore\\s+(?:me|this|that|my)\\b|\\bsorry\\s+for\\s+the\\s+noise\\b',
    "\\b(?:i'm|we're|is|are)\\s+(?:back\\s+)?in(?:\\s+now|\\s+again|\\s*!)|\\blets\\s+(?:me|us)\\s+in\\b",
    "\\bthanks?\\b[^.!?\\n]{0,30}\\b(?:works?|worked|loads|i'm\\s+in|for\\s+(?:the|giving|granting|adding|my|sorting|fixing|restoring))\\b|\\b(?:works?|worked|loads?)\\b[^.!?\\n]{0,20}\\bthanks\\b",
    '\\b(?:got|have|has|had|gained|received)\\s+(?:my\\s+|our\\s+)?access\\b[^.!?\\n]{0,30}\\b(?:now|again|thanks|thank\\s+you|finally|back)\\b|\\bgot\\s+(?:my\\s+)?access\\b',
    "\\bi\\s+(?:do\\s+|already\\s+|still\\s+|now\\s+|do\\s+already\\s+)?have\\s+(?:the\\s+)?(?:access|permission)\\b(?![^.!?\\n]{0,60}\\b(?:but|still|yet|though|however)\\b[^.!?\\n]{0,60}\\b(?:40[13]|denied|forbidden|can't|won't|refuse))",
    '\\b(?:40[13]s?|error|loop|problem|issue|it)\\b[^.!?\\n]{0,25}\\b(?:is|are|has|have)\\s+(?:now\\s+)?(?:gone|disappeared|went\\s+away)\\b|\\bwent\\s+away\\b(?=[^.!?\\n]{0,12}$)',
    '\\bwas\\s+(?:able\\s+to\\s+(?:login|get|open)|restored|it\\s+was\\s+me)\\b|\\bit\\s+was\\s+me\\b|\\bwas\\s+using\\s+(?:my|the\\s+wrong)\\b|\\b(?:wrong|private)\\s+account\\b[^.!?\\n]{0,10}(?:$|sorry)|\\bhad\\s+to\\s+(?:switch|clear|use)\\b',
    '\\bgot\\s+(?:it|them)\\s+(?:within|in|after|right|at\\s+once|immediately|quickly)\\b|\\bno\\s+(?:access|permissions?)\\s+(?:problems?|issues?)\\b',
    '\\b(?:can\\s+confirm|lets\\s+me\\s+in\\s+again|you\\s+rock|glad\\s+that)\\b',
  ),
  negative(
    'advice',
    `\\b(?:if|in\\s+case|whenever|when)\\s+(?:you|anyone|someone|users?|people|they|a\\s+user|one|customers?|contractors)\\s+(?:still\\s+|ever\\s+|also\\s+)?(?:get|gets|see|sees|hit|hits|run|runs|need|needs|want|wants|can't|don't|lose|loses|are|is|have|has|report|reports)\\b`,
    '\\b(?:reminder|psa|announcement|runbook|how-?to|faq|guide|playbook|fyi|heads\\s+up|agenda|poll|checklist|note\\s+to\\s+self|maintenance|good\\s+news|tip|til|fun\\s+fact|update|recap|minutes)\\b[^.!?\\n]{0,40}?:|^\\W*(?:psa|fyi|heads\\s+up|reminder|til|nit|recap|reminding|as\\s+(?:announced|discussed|agreed))\\b',
    '(?:^|[.!?:\\n]\\s*)to\\s+(?:get|request)\\s+access\\b[^.!?\\n]{0,20},|\\b(?:use|fill\\s+in|submit|open|file)\\s+(?:the|a|this)\\s+(?:access\\s+)?(?:form|ticket|workflow|request)\\b',
    "\\b(?:try\\s+again|did\\s+you\\s+try|have\\s+you\\s+(?:tried|asked|checked)|are\\s+you\\s+(?:logged|signed|sure|on)|log\\s*out\\s+and\\s+(?:back\\s+)?(?:in|login)|you\\s+should\\s+(?:be|have|now)|you're\\s+in|should\\s+(?:talk|ask|write|go)\\b|your\\s+access\\b)\\b",
    '\\bwhat\\s+i\\s+(?:usually\\s+)?do\\s+when\\b|\\b(?:on\\s+purpose|by\\s+design|intended)\\b(?!\\?)|\\bis\\s+restricted\\s+to\\b|\\bas\\s+(?:announced|discussed|agreed)\\b',
  ),
  negative(
    'story',
    '\\b(?:post-?mortem|root\\s+cause|incident\\s+review|retrospective|blog\\s+post|article|conference|release\\s+notes|proposal|design\\s+doc|threat\\s+model|audit\\s+report|quarterly|okrs?|roadmap|interesting\\s+read|a\\s+page\\s+about)\\b',
    '\\b(?:yesterday|last\\s+(?:week|month|night|year)|on\\s+(?:mon|tues|wednes|thurs|fri)day|earlier)\\b[^.!?\\n]{0,60}\\b(?:had|was|were|lost|could)\\b[^\\n]{0,90}\\b(?:fixed|fine|ok|okay|works?|back|good|because)\\b',
    '\\bhad\\s+the\\s+same\\b|\\brolled\\s+back\\b|\\bfor\\s+\\d+\\s+(?:min|minutes|hours)\\b[^.!?\\n]{0,10}$',
  ),
  negative(
    'plan',
    "\\bwill\\s+(?:no\\s+longer\\s+|only\\s+|then\\s+|also\\s+|soon\\s+|all\\s+)?(?:lose|be\\s+(?:denied|refused|blocked|locked|removed|revoked|able|required|restricted|reachable|unavailable|down))\\b|\\bwon't\\s+be\\s+(?:able|reachable|available)\\b",
    "\\b(?:we'll|you'll|we\\s+will|you\\s+will|(?:we're|i'm)\\s+going\\s+to|next\\s+sprint|from\\s+(?:\\S+\\s+)on|no\\s+longer\\s+needs?)\\b",
    '\\b(?:moves?|moving|migrates?|goes?|go|going)\\s+(?:to\\s+(?:the|a)\\s+new|through|via)\\b|\\bonce\\s+\\S+\\s+(?:approves|is|has)\\b|\\bkeeps?\\s+(?:his\\s+|her\\s+|their\\s+)?access\\b',
    '\\b(?:reviewing|auditing|cleaning\\s+up|removing|revoking|rotating|documenting|migrating|designing|discuss(?:ing)?|managing|caching|deprecating|document|clean\\s+up)\\s+(?:\\S+\\s+){0,3}?(?:access|permissions?)\\b',
    "\\b(?:remove|revoke|drop|delete|take\\s+away)\\s+(?:my|our|his|her|their|unused|old|all|the|\\S+'s)\\s+(?:\\S+\\s+)?(?:access|permissions?|rights|account)\\b",
    "\\b(?:we|i|i've|we've|they)\\s+(?:have\\s+|just\\s+|already\\s+)*(?:granted|gave|given|added|approved|revoked|removed)\\s+(?!from\\b)",
  ),
  negative(
    'question-about-access',
    '\\bwho\\s+(?:all\\s+|else\\s+|still\\s+|currently\\s+)*(?:has|had|have|needs?|got|accessed|lost)\\b[^.!?\\n]{0,20}\\b(?:access(?:ed)?|permissions?|[\\ue000-\\ue0ff])',
    "\\b(?:do|does|did)\\s+(?!i\\b|we\\b|n't)(?:\\S+\\s+){1,3}?(?:still\\s+|really\\s+|already\\s+)?(?:have|has)\\s+(?:\\S+\\s+)?(?:access|permissions?)\\b|\\bsince\\s+when\\b[^.!?\\n]{0,10}\\bhave\\b",
    '\\bhow\\s+many\\b|\\blist\\s+of\\b|\\baudit\\s+logs?\\b|\\bthe\\s+difference\\b|\\b(?:logged|recorded|tracked)\\s+(?:somewhere|anywhere)\\b|\\bshould\\s+(?:everyone|all|\\S+s)\\s+have\\b|\\bwhy\\s+does\\s+\\S+\\s+have\\s+access\\b',
    '\\b(?:status|state|progress|eta)\\s+(?:of|on|for)\\s+(?:the|my|our|an)\\s+(?:\\S+\\s+)?request\\b|[\\ue000-\\ue0ff]\\s+of\\s+(?:the|my|our)\\s+(?:access\\s+)?request',
    '\\b(?:wants?\\s+to\\s+know|asked\\s+(?:me\\s+|us\\s+)?who|plans?\\s+to|is\\s+it\\s+ok(?:ay)?\\s+to|requirements?\\s+(?:to|for)|(?:we|they)\\s+(?:decided|agreed|plan|discussed|think|considered?))\\b',
  ),
  negative(
    'customers',
    "\\bcustomers?\\b(?!\\s+(?:success|support|care|service|team))|\\b(?:a|the|another|one|this|our)\\s+(?:client|partner|shopper|buyer|visitor|subscriber)s?\\s+(?:is|are|says|said|can't|gets?|reports?|has|have|told|complains?)\\b",
    '\\bclient\\s+is\\s+unable\\b|\\bcheckout\\b|\\bshoppers?\\b|\\bend[\\s-]users?\\b|\\bfrom\\s+the\\s+forum\\b|\\bpublic\\s+api\\b|\\bmobile\\s+app\\b|\\bour\\s+shop\\b|\\bpremium\\b|\\busers\\s+(?:who|without|with|in|from|can|may)\\b',
  ),
  negative(
    'not-about-people',
    '\\broom\\s+40[13]\\b|\\b40[13]\\s?\\(?k\\)?\\b|\\bforbidden\\s+(?:city|planet|fruit|love)\\b|\\b(?:my|our|the)\\s+(?:cat|dog|couch|coffee)\\b|\\bcookie\\s+jar\\b|\\bpermission\\s+to\\s+(?:land|speak)\\b',
  ),
];
