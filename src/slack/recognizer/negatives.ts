/** What sounds like a request for access and is none: other things one is added to, work on code, things that are over. Pure data. */

export interface Negative {
  readonly id: string;
  readonly pattern: RegExp;
  /** Where the words have to stand: anywhere in the message, or as what access is wanted to. */
  readonly scope: 'message' | 'object';
}

/** Things one is added to, or given access to, that are no web app behind IAP. */
const OTHER_THINGS =
  '(?:calendar|invites?|invitation|meetings?|standup|stand-up|sync|retro|call|huddle|zoom|channels?|group\\s*chats?|chats?|dms?|threads?|mailing\\s+lists?|distribution\\s+lists?|lists?|groups?\\s+chat|reviewers?|reviews?|prs?|pull\\s+requests?|mrs?|merge\\s+requests?|repo(?:s|sitory|sitories)?|branch(?:es)?|org(?:s|anisation|anization)?\\s+on\\s+github|github|gitlab|bitbucket|jira|confluence|notion|figma|miro|linear|trello|asana|slack|vpn|wi-?fi|office|building|garage|parking|badge|door|printer|laptop|licen[cs]es?|seats?|folders?|drives?|google\\s+(?:drive|docs?|sheets?|calendar|group)|docs?|documents?|sheets?|spreadsheets?|slides?|decks?|presentations?|files?|forms?|wiki\\s+page|templates?|mailbox(?:es)?|inbox(?:es)?|whatsapp|newsletter|rota|on-?call\\s+rota|schedule|roster|project\\s+board|kanban|board|backlog|ticket|1password|vault\\s+item|salesforce|zendesk|sharepoint|dropbox|aws|azure|okta|datadog|sentry|pagerduty|npm|docker\\s*hub|database|db|bucket|table|dataset|bigquery|s3|cluster|server\\s+room|kubeconfig|ssh|bastion\\s+keys?|lunch|party|birthday|offsite|team\\s+(?:calendar|channel|drive))\\b';

export const NEGATIVES: readonly Negative[] = [
  {
    id: 'other-thing',
    pattern: new RegExp(
      `^\\W*(?:the\\s+|our\\s+|your\\s+|this\\s+|that\\s+|a\\s+|an\\s+|\\S+'s\\s+)?(?:(?!(?:for|please|pls|so|because|since|as|to|in|on|and|or|but|with|from|at)\\b)\\S+\\s+){0,3}?${OTHER_THINGS}`,
    ),
    scope: 'object',
  },
  {
    id: 'in-app-purchase',
    pattern:
      /\bin-?\s?app\s+(?:purchases?|products?|billing)\b|\bstorekit\b|\bapp\s*store\b|\bplay\s+(?:store|billing|console)\b|\brevenuecat\b|\b(?:purchase|receipt)\s+(?:validation|token|verification)\b|\bsandbox\s+tester\b|\bconsumables?\b/,
    scope: 'message',
  },
  {
    id: 'about-code',
    pattern:
      /\b(?:should|must|will|would|to|now|does|did|can|could|may)\s+(?:also\s+|only\s+|then\s+|still\s+)?(?:return|respond|answer|reply|throw|raise|emit|handle|map|catch|expect|assert|send)s?\b[^.!?\n]{0,40}\b(?:40[13]|forbidden|unauthori[sz]ed|permission_denied)\b|\b(?:returns?|returned|returning|throws?|throwing|responds?\s+with|respond\s+with|handles?|handling|retry(?:ing)?\s+on|expects?|asserts?|mock(?:s|ed|ing)?|stub(?:s|bed)?)\s+(?:an?\s+|the\s+|with\s+)?(?:http\s+)?(?:40[13]|forbidden|unauthori[sz]ed)\b[^.!?\n]{0,30}\b(?:when|if|for|instead|unless|on|where|in)\b/,
    scope: 'message',
  },
  {
    id: 'about-code',
    pattern:
      /\b(?:unit|e2e|integration|regression|smoke|flaky|failing)\s+tests?\b|\btest\s+(?:case|suite)s?\b|\b(?:middleware|handler|controller|swagger|openapi|linter|refactor(?:ed|ing)?|changelog|code\s+review|stack\s*trace|regex|sdk|api\s+docs?)\b|\b(?:pr|mr|pull\s+request|merge\s+request|commit|branch|diff)\s+(?:#?\d+|to|that|for|which|adds?|fix(?:es)?|is\s+up|up)\b|\b(?:merged|reverted|cherry-?picked|rebased)\b/,
    scope: 'message',
  },
  {
    id: 'over',
    pattern:
      /\b(?:works?|working|resolved|fixed|sorted|solved|back\s+up|good)\s+(?:now|again)\b|\b(?:is|are|was|were|been|got|now|all)\s+(?:fixed|resolved|sorted|solved|restored)\b|\bnever\s*mind\b|\bnvm\b|\bfigured\s+it\s+out\b|\bfalse\s+alarm\b|\bignore\s+(?:me|this|that|my)\b|\b(?:i'?m|am|we'?re)\s+(?:back\s+)?in\s+now\b|\bthanks?,?\s+(?:that|it)\s+work(?:s|ed)\b|\bgot\s+access\s+(?:now|thanks)\b|\bhave\s+access\s+(?:now|again)\b/,
    scope: 'message',
  },
  {
    id: 'advice',
    pattern:
      /\bif\s+(?:you|anyone|anybody|someone|somebody|users?|people|they|a\s+user|one)\s+(?:still\s+|ever\s+|also\s+)?(?:get|gets|see|sees|hit|hits|run|runs|need|needs|want|wants|can'?t|cannot|don'?t|do\s+not|lose|loses|are|is|have|has)\b|\bwhen\s+(?:users?|people|customers?|someone|a\s+user|an?\s+\S+\s+user)\b|\b(?:reminder|psa|announcement|runbook|how-?to|faq|docs?|guide|playbook)\s*:|\bto\s+(?:get|request)\s+access\s*,|\b(?:please\s+)?(?:use|fill\s+in|submit|open|file)\s+(?:the|a|this)\s+(?:form|ticket|workflow|request)\b/,
    scope: 'message',
  },
  {
    id: 'story',
    pattern:
      /\b(?:post-?mortem|root\s+cause|incident\s+review|retrospective|blog\s+post|article|conference|talk\s+about|release\s+notes|rfc|proposal|design\s+doc|threat\s+model|audit\s+report|quarterly|okrs?|roadmap)\b|\b(?:yesterday|last\s+(?:week|month|night|year)|on\s+monday|earlier)\b[^.!?\n]{0,60}\b(?:had|was|were|got|lost)\b[^.!?\n]{0,60}\b(?:but|then|until|and\s+now)\b[^.!?\n]{0,40}\b(?:fixed|fine|ok|okay|works?|back)\b/,
    scope: 'message',
  },
  {
    id: 'about-us',
    pattern:
      /\b(?:reviewing|auditing|cleaning\s+up|removing|revoking|rotating|documenting|migrating|designing|discuss(?:ing)?)\s+(?:\S+\s+){0,3}?(?:access|permissions?)\b|\bwho\s+has\s+access\b|\baccess\s+(?:logs?|control|review|levels?|polic(?:y|ies)|tokens?|matrix|patterns?)\b|\b(?:we|i)\s+(?:have\s+|just\s+|already\s+|'ve\s+)*(?:granted|gave|given|added|approved|revoked|removed)\b|\bi'?ve\s+(?:granted|given|added)\b/,
    scope: 'message',
  },
  {
    id: 'not-about-people',
    pattern:
      /\bforbidden\s+(?:city|planet|fruit|word|words|pattern|import|imports)\b|\b40[13]\s*\(?k\)?\b|\b401k\b|\broom\s+40[13]\b/,
    scope: 'message',
  },
];
