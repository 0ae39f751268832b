/** Reads `<who>`: an address, `me`, a Slack mention, a service account or a federated identity. */
import type { AskedWho, Typed } from './asked.js';
import { parseEmail } from './email.js';
import { bareWord, decodeEntities, normaliseTyped, quoted } from './normalise.js';
import type { Principal } from './principal.js';
import { parseAllowMember, parseDenyPrincipal } from './principal-parse.js';
import { parseMention, unlinkSlack } from './slack-markup.js';
import { parseSubject } from './subject.js';
import { firstForeign, LONGEST_TYPED, refuse, repairEmail, somebodyAt } from './typed-repair.js';

const FORMS = 'an e-mail address, `me`, `serviceAccount:…` or `principal://…`';

/**
 * Reads one `<who>`. Never throws; time grows with the length.
 * A group, a domain or any other set is refused with a sentence: only somebody who can sign in can be asked about.
 * A link whose label differs from its target is refused, so that nobody is asked about who is not seen
 * (Slack "Formatting text for app surfaces").
 */
export function parseWho(text: string): Typed<AskedWho> {
  if (text.length > LONGEST_TYPED) return refuse(`That is too long. Who is ${FORMS}.`, 'me');
  const unlinked = unlinkSlack(decodeEntities(text));
  if (!unlinked.ok) {
    const shown = parseEmail(unlinked.label);
    return refuse(
      `The link shows ${quoted(unlinked.label)} but stands for ${quoted(unlinked.target.replace(/^mailto:/i, ''))}: type the address itself.`,
      shown ?? repairEmail(unlinked.target.replace(/^mailto:/i, '')),
    );
  }
  const raw = unlinked.text.trim().replace(/^["'`\u2018\u201C](.*)["'`\u2019\u201D]$/s, '$1');
  // What a pool calls its subjects is not ours to fold, so principals are read as they stand.
  if (/^principal(?:set)?:\/\//i.test(raw)) return parseIdentity(raw);
  const word = bareWord(normaliseTyped(unlinked.text));
  if (word === '') return refuse(`Who is missing: give ${FORMS}.`, 'me');
  const mention = parseMention(word);
  if (mention?.kind === 'user')
    return { ok: true, value: { kind: 'slackUser', id: mention.id, asked: word } };
  if (mention) return refuse(`A Slack ${mention.kind} cannot sign in, only a person can.`, 'me');
  if (/^(?:me|myself)$/i.test(word)) return { ok: true, value: { kind: 'me' } };
  const typed = /^([A-Za-z]+):(.*)$/s.exec(word);
  if (typed?.[1] !== undefined && !word.includes('://')) return parsePrefixed(word, typed[1], typed[2] ?? '');
  return parseAddress(word);
}

function subjectOf(text: string, asked: string): Typed<AskedWho> | undefined {
  const subject = parseSubject(text);
  return subject && { ok: true, value: { kind: 'subject', subject, asked } };
}

function parseAddress(word: string): Typed<AskedWho> {
  const found = subjectOf(word, word);
  if (found) return found;
  if (/^[UW][A-Z0-9]{7,}$/.test(word))
    return refuse(`${quoted(word)} looks like a Slack id: mention the person instead.`, `<@${word}>`);
  if (word.includes('://') || /^(?:projects\/|\/\/)/.test(word))
    return refuse(`${quoted(word)} is a place, not a person: who comes first, then where.`, 'me');
  if (/^all(?:Authenticated)?Users$/i.test(word))
    return refuse(`${quoted(word)} stands for everybody and cannot sign in: name one person.`, 'me');
  if (word.startsWith('@'))
    return refuse(
      `Slack did not turn ${quoted(word)} into a person: choose the name from the list, or give the e-mail address.`,
      repairEmail(word.slice(1)),
    );
  const foreign = firstForeign(word);
  if (foreign !== undefined)
    return refuse(
      `${quoted(word)} holds ${foreign}, which is not a plain ASCII character, though it may look like one. Type the address again by hand.`,
      somebodyAt(word),
    );
  if (!word.includes('@') && /^[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/.test(word))
    return refuse(
      `${quoted(word)} is a domain: a domain cannot sign in, only somebody of it.`,
      somebodyAt(word),
    );
  return refuse(`${quoted(word)} is not an e-mail address. Who is ${FORMS}.`, repairEmail(word));
}

function parsePrefixed(word: string, prefix: string, value: string): Typed<AskedWho> {
  switch (prefix.toLowerCase()) {
    case 'mailto':
      return parseAddress(value.split('?')[0] ?? '');
    case 'user':
    case 'serviceaccount': {
      const found = subjectOf(word, word);
      return found ?? refuseUnread(word, value);
    }
    case 'group':
      return refuse(
        `${quoted(value)} is a group: a group cannot sign in, only its members can. Ask about one of them.`,
        somebodyAt(value),
      );
    case 'domain':
      return refuse(
        `${quoted(value)} is a domain: a domain cannot sign in, only somebody of it.`,
        somebodyAt(value),
      );
    case 'projectowner':
    case 'projecteditor':
    case 'projectviewer':
      return refuse(`${quoted(word)} stands for everybody with that role: name one person.`, 'me');
    case 'deleted': {
      const was = parseEmail(value.replace(/^[A-Za-z]+:/, '').replace(/\?uid=.*$/, ''));
      return refuse(
        `${quoted(word)} is a deleted account, which cannot sign in. A new account of the same address is somebody else to Google: ask about the address alone.`,
        was ?? 'me',
      );
    }
    default:
      return refuse(`${quoted(prefix)} is not a kind of identity. Who is ${FORMS}.`, repairEmail(value));
  }
}

function refuseUnread(word: string, value: string): Typed<AskedWho> {
  if (/^me$/i.test(value)) return { ok: true, value: { kind: 'me' } };
  const workload = parseAllowMember(word);
  if (workload.kind === 'gkeWorkload')
    return refuse(
      `${quoted(word)} is the old spelling of a Kubernetes account: give its ${quoted('principal://…')} form, with the project's number.`,
      `principal://iam.googleapis.com/projects/NUMBER/locations/global/workloadIdentityPools/${workload.project}.svc.id.goog/subject/ns/${workload.namespace}/sa/${workload.account}`,
    );
  return parseAddress(value);
}

/** `principal://…` in the spelling of allow or of deny policies; a `principalSet://…` is refused. */
function parseIdentity(raw: string): Typed<AskedWho> {
  const spelt = raw.replace(/^principal(set)?:/i, (_, set?: string) =>
    set ? 'principalSet:' : 'principal:',
  );
  const principal = parseDenyPrincipal(spelt);
  const found = subjectOf(spelt, raw);
  if (found) return found;
  const pool = poolOf(principal);
  return spelt.startsWith('principalSet:')
    ? refuse(
        `${quoted(raw)} is a set of identities: a set cannot sign in, only one of its identities can.`,
        pool === undefined ? 'me' : `principal://iam.googleapis.com/${pool}/subject/NAME`,
      )
    : refuse(
        `${quoted(raw)} is not an identity I can read: after the pool stands ${quoted('/subject/NAME')}.`,
        'principal://iam.googleapis.com/locations/global/workforcePools/POOL/subject/NAME',
      );
}

function poolOf(principal: Principal): string | undefined {
  switch (principal.kind) {
    case 'federatedGroup':
    case 'federatedAttribute':
    case 'federatedPool':
      return principal.pool.name;
    default:
      return undefined;
  }
}
