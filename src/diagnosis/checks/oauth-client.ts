/** Has IAP an OAuth client to sign people in with, and one that admits the subject? */

import { isAbout } from '../../changes/authorize.js';
import type { Check, CheckFinding, CheckInput } from '../check.js';
import { decisionFact } from '../facts/decision.js';
import { organizationFact, placeHierarchy } from '../facts/hierarchy.js';
import { ownDecisionsFact } from '../facts/history.js';
import { canonicalFact } from '../facts/subject.js';
import { oauthClientInForce, type Settings, settingsFact } from '../facts/surroundings-settings.js';
import { type IapSwitch, switchFact } from '../facts/surroundings-switch.js';
import { moment, placeName, whoIs } from '../words.js';

const stage = 'handover';

/** No client anywhere and no organisation that Google would manage one for: nobody can sign in. */
async function missingClient(
  { scope, question, looks }: CheckInput,
  found: IapSwitch,
  settings: Settings,
): Promise<readonly CheckFinding[]> {
  const { containers } = await scope.get(placeHierarchy(looks, question));
  if (!containers.known || containers.value.some(({ kind }) => kind === 'organization')) return [];
  const place = placeName(question);
  const evidence = [...found.evidence, ...settings.evidence];
  if (settings.missing) {
    const { missing } = settings;
    const text = `Likely nobody can sign in to ${place}: I found no OAuth client of IAP\u2019s there, and Google manages one only for projects of an organisation.`;
    const adminText = `${text} ${missing.what}`;
    const unread = {
      verdict: 'could-not-look',
      decides: true,
      code: missing.code,
      missing: [missing],
    } as const;
    return [{ stage, ...unread, text, adminText, evidence }];
  }
  const text = `Nobody can sign in to ${place}: IAP has no OAuth client there, and Google manages one only for projects of an organisation.`;
  return [
    {
      stage,
      verdict: 'blocks',
      code: 'oauth-client-missing',
      rank: 0,
      text,
      adminText: `${text} Neither ${found.what} nor the settings from the service up to its project name one; IAP then answers 502 \u201cEmpty Google Account OAuth client ID(s)/secret(s)\u201d.`,
      evidence,
    },
  ];
}

/** People from elsewhere and the client Google manages: it admits the organisation's own people only. */
async function foreignAudience(
  { scope, question, looks }: CheckInput,
  found: IapSwitch,
): Promise<readonly CheckFinding[]> {
  const [canonical, info] = await Promise.all([
    scope.get(canonicalFact(looks, question)),
    scope.get(organizationFact(looks, question)),
  ]);
  const own = info?.look.ok ? info.look.value.customerId : undefined;
  const { person, customer } = canonical;
  const foreign =
    (person?.state === 'absent' && person.external) ||
    (person?.state === 'found' && customer.known && own !== undefined && customer.value !== own);
  if (!foreign) return [];
  const text = `${whoIs(question)} is not of this organisation, and ${placeName(question)} uses the OAuth client that Google manages, which likely admits the organisation\u2019s own people only.`;
  return [
    {
      stage,
      verdict: 'unsure',
      code: 'oauth-audience',
      text,
      adminText: `${text} Google\u2019s sign-in then says org_internal, and no log entry is written. An own client (settings or ${found.what}) with an external audience lets them in.`,
      evidence: found.evidence,
    },
  ];
}

/** The client in the newest own log entry is another one than the one that is set now. */
async function changedClient(
  { scope, question, looks }: CheckInput,
  configured: string,
  settings: Settings,
): Promise<readonly CheckFinding[]> {
  const { entries, evidence } = await scope.get(ownDecisionsFact(looks, question));
  const newest = entries.find(
    (entry) => entry.email !== undefined && isAbout(entry, question.place.resource),
  );
  const used = newest?.oauthClientId;
  const programmatic = settings.nodes.flatMap(({ settings: s }) =>
    s.known ? s.value.programmaticClients : [],
  );
  if (newest === undefined || used === undefined || used === '' || used === configured) return [];
  if (programmatic.includes(used)) return [];
  const text = `The OAuth client of ${placeName(question)} was changed since ${whoIs(question)} was there last: if signing in fails before IAP is asked, the new client is set up wrongly.`;
  return [
    {
      stage,
      verdict: 'unsure',
      code: 'oauth-client-mismatch',
      text,
      adminText: `${text} On ${moment(newest.at)} it was ${used}, now it is ${configured}; it needs the redirect address https://iap.googleapis.com/v1/oauth/clientIds/${configured}:handleRedirect and its current secret.`,
      evidence,
    },
  ];
}

/** Source: IAP "Custom OAuth configuration"; only the first of the three can be read, the others are suspicions. */
export const oauthClient: Check = {
  id: 'oauth-client',
  good: 'IAP has an OAuth client that admits the subject.',
  run: async (input) => {
    const { scope, question, looks } = input;
    const [settings, found] = await Promise.all([
      scope.get(settingsFact(looks, question)),
      scope.get(switchFact(looks, question)),
    ]);
    if (found.state !== 'on' || settings.nodes.length === 0 || question.subject.kind === 'federated')
      return [];
    const configured = found.oauthClientId ?? oauthClientInForce(settings).value;
    if (configured !== undefined)
      return question.subject.kind === 'user' ? changedClient(input, configured, settings) : [];
    const absent = await missingClient(input, found, settings);
    if (absent.length > 0 || question.subject.kind !== 'user' || settings.missing) return absent;
    const { decision } = await scope.get(decisionFact(looks, question));
    return decision.truth === 'false' ? [] : foreignAudience(input, found);
  },
};
