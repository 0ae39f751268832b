/** What is said when a place is not one service: the sentence, and the nearest thing that can be asked. */
import { type IapResource, iapName, type TypedMistake } from '../../names/index.js';
import { some } from '../words.js';
import type { Candidate, Lead } from './candidates.js';

/** What to type for a service: its name where that means it alone, else Google's full one. */
const toAsk = (name: string, resource: IapResource, all: readonly string[]): string =>
  all.filter((other) => other === name).length === 1 ? name : iapName(resource);

const namesIn = (candidates: readonly Candidate[]): readonly string[] =>
  candidates.flatMap(({ lead }) => (lead.kind === 'service' ? [lead.name] : []));

function leadWords(lead: Lead): string {
  switch (lead.kind) {
    case 'service':
      return lead.name;
    case 'bucket':
      return `the bucket ${lead.name}, and IAP does not stand in front of buckets`;
    case 'redirect':
      return lead.host === undefined ? 'a redirect' : `a redirect to ${lead.host}`;
    case 'unclear':
      return `${some(lead.names)}, depending on more than host and path (${lead.because.join(', ')})`;
    case 'gone':
      return lead.name === undefined ? 'nothing' : `${lead.name}, which is not there`;
    case 'foreign':
      return `${lead.name} in the project ${lead.project}, which I could not find`;
    case 'unread':
      return 'something I could not read';
  }
}

function nearestOf(candidates: readonly Candidate[]): string | undefined {
  const names = namesIn(candidates);
  for (const { lead } of candidates) {
    if (lead.kind === 'service') return toAsk(lead.name, lead.resource, names);
    if (lead.kind === 'unclear' && lead.names[0] !== undefined) return lead.names[0];
    if (lead.kind === 'redirect' && lead.host !== undefined) return `https://${lead.host}`;
  }
  return undefined;
}

/** A host and path that lead to several services, or to something IAP does not stand in front of. */
export function notOne(asked: string, candidates: readonly Candidate[]): TypedMistake {
  const nearest = nearestOf(candidates);
  const [only, another] = candidates;
  if (only && !another) {
    const advice =
      only.lead.kind === 'redirect'
        ? ' Ask about the address it leads to.'
        : only.lead.kind === 'unclear'
          ? ' Name the one you mean.'
          : '';
    return {
      message: `At ${asked}, ${only.through} leads to ${leadWords(only.lead)}.${advice}`,
      nearest,
    };
  }
  const ways = candidates.map(({ lead, through }) => `${leadWords(lead)} (${through})`);
  return {
    message: `${asked} can mean more than one thing: ${ways.join('; ')}. Name the one you mean.`,
    nearest,
  };
}

/** Several services of one name. */
export function sameName(asked: string, resources: readonly IapResource[]): TypedMistake {
  const names = resources.map(iapName);
  return {
    message: `${asked} is the name of more than one service: ${names.join('; ')}. Give the one you mean.`,
    nearest: names[0],
  };
}

/** "As far as I can see …", for answers that are not certain, with what to ask for next. */
export function likelyWords(candidates: readonly Candidate[]): string | undefined {
  const names = [...new Set(namesIn(candidates))];
  if (names.length > 0) return `As far as I can see it is ${some(names)}: ask by that name.`;
  const byName = candidates.flatMap(({ lead }) =>
    lead.kind === 'unread' && lead.byName ? [iapName(lead.byName)] : [],
  );
  return byName.length === 0
    ? undefined
    : `As far as I can see it is ${some([...new Set(byName)])}: ask with that.`;
}
