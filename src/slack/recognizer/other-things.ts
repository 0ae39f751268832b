/** What one is added to, or let into, that is no web app behind the proxy; and how to tell that words speak of it. Pure. */

/** Things with access of their own. */
const THINGS =
  /\b(?:calendars?|invites?|invitations?|meetings?|meet-?ups?|standup|stand-up|sync|retro|huddle|zoom|channels?|chats?|dms?|threads?|lists?|groups?\s+chat|reviewers?|reviews?|prs?|mrs?|pull\s+requests?|merge\s+requests?|repos?|repository|repositories|branch(?:es)?|github|gitlab|bitbucket|jira|confluence|notion|figma|miro|linear|trello|asana|slack|vpn|wi-?fi|office|building|garage|parking|badge|door|lobby|printer|scanner|laptop|phone|mac|computer|licen[cs]es?|seats?|folders?|drives?|docs?|documents?|sheets?|spreadsheets?|slides?|decks?|presentations?|files?|forms?|mock-?ups?|templates?|mailbox(?:es)?|inbox(?:es)?|mail|e-?mails?|outlook|gmail|teams|whatsapp|newsletter|rota|schedule|roster|kanban|boards?|backlog|tickets?|1password|vault|salesforce|zendesk|sharepoint|dropbox|aws|gcp|azure|okta|datadog|pagerduty|npm|docker|docker\s*hub|databases?|postgres|mysql|redis|kafka|db|replicas?|buckets?|tables?|datasets?|bigquery|s3|clusters?|server\s+room|kubeconfig|kubernetes|ssh|bastion|lunch|party|birthday|offsite|workshop|training|webinar|interview|demo|event|meet|call|joke|graphs?|charts?|legend|button|module|plugin|scheduler|workers?|queues?|code|class|library|sdk|migration|numbers?|figures|colou?rs?|survey|workspace|wiki\s+page|project|health\s+plan|insurance|password|passwords|keys?|couch|machine|bank|netflix|spotify|webcam|camera|app\s+store|ide|team)\b/;

/** Words after which something new begins: what stands behind them is no name of a thing any more. */
const ENDS = new Set(
  "say show give tell throw refuse deny reject block lock keep send return respond seem need needs get gets getting a an the for please so because since as to in on at of and or but with from into onto via is was are were be been being has have had says said saying gives giving gave keeps keep tells told telling shows show showing throws refuses refused denies denied won't doesn't isn't can't don't wants want asks ask rejects rejected blocks blocking blocked locks locking sends returns responds seems started stopped today this now yesterday tonight tomorrow yet thanks asap too also still if after before until who how why could can would i i'm i've i'd we me my our you your he she they it its that which again anymore though over all everywhere when where while not no just then".split(
    ' ',
  ),
);

/** The words of one thing's name: up to the next comma, preposition or verb, five at most. */
export function wordsOf(text: string): readonly string[] {
  const words: string[] = [];
  for (const word of text.slice(0, 120).trimStart().split(' ').slice(0, 6)) {
    const bare = word.replace(/[^\p{L}\p{N}\ue000-\ue0ff'#-].*$/su, '');
    if (bare === '' || ENDS.has(bare)) break;
    words.push(bare);
    if (bare !== word || words.length === 5) break;
  }
  return words;
}

/** Whether a text begins with the name of such a thing, as in "mailing list" or "server room, please". */
export function isOtherThing(text: string): boolean {
  const words = wordsOf(text).join(' ');
  return !/^(?:access|users?|permissions?)\s+(?:lists?|groups?)$/.test(words) && THINGS.test(words);
}

const APP_WORDS =
  /^(?:pages?|sites?|website|web|apps?|ui|url|service|server|instance|portal|panel|console|dashboard|login|account|accounts|access|permissions?|rights?|role|viewer|admin|prod|production|staging|dev|start|home|main|landing|error|link|address|here|there|it|anything|everything|asap|please|anymore|owners?|admins?|maintainers?|restricted|locked|blocked|broken|closed|private|again|entirely|overnight|either|every|suddenly|constantly|because|40[13]s?|\p{L}+ly)$/u;

/** Whether what follows a name leaves it the name of the service: "dash says", "admin page", but not "orders table". */
export function staysAName(after: string): boolean {
  const first = /^'s\s/.test(after) ? '' : (wordsOf(after)[0] ?? '');
  if (/^[^\S\n]*[^\s\p{L}\p{N}'#-]/u.test(after)) return true;
  return first === '' || APP_WORDS.test(first) || /^[\ue000-\ue0ff]/.test(first);
}

/** Words before an ordinary one that keep it ordinary: "my orders", "403 orders", "an admin", "someone from hr". */
const KEEPS_ORDINARY =
  /(?:^|[\s(])(?:my|your|his|her|their|these|those|some|many|any|no|more|few|which|what|whose|a|an|another|every|each|\d+|new|old|weekly|daily|monthly|latest|wrote|write|read|send|update|updated|give\s+you|someone\s+from|somebody\s+from|anyone\s+from|(?:talk|speak|meet|meeting|sync|call)\s+with|ask|asked|ping|a\s+partner|client|partner|customer)\s+$/;

/** Whether a word that is also an ordinary one stands there as the name of a service. */
export const isMeantAsName = (before: string, after: string): boolean =>
  staysAName(after) &&
  !/^\s+of\b/.test(after) &&
  !/^\s+(?:folks|people|team|guys|wants|want|lets|haven't|are|were)\b/.test(after) &&
  (!KEEPS_ORDINARY.test(before.slice(-40)) ||
    /^\s+(?:access|account|permissions?|login|rights|owners?|admins?)\b/.test(after));
