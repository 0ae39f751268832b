/** The parts of a `probe` answer between the stage line and the evidence: token, client, mends, comparisons, tests. */
import type { Fix } from '../../fixes/types.js';
import type { ProbeReport } from '../../probe/report.js';
import type { Item, Line, Part, View } from '../outline-types.js';
import { code, plain, prose, sentence } from '../spans.js';
import { took } from './probe-stages.js';
import { capped, limit, textFor } from './why-parts.js';
import { bare, notes, snippets } from './why-todo.js';

/** Codes that only say how a client hides the cause. */
const VEILS = /^grpc-(?:hides-|unavailable$|client-too-old$)/;

/** Google's own client of gcloud (`gcloud auth print-identity-token` without an audience). */
const GCLOUD = '32555940559.apps.googleusercontent.com';

const LEARNED: Readonly<Record<NonNullable<ProbeReport['token']['expectedAudFrom']>, string>> = {
  configuration: 'from the configuration',
  refusal: 'it said so in its refusal',
  redirect: 'learned from its redirect',
  'iap-settings': 'from its settings',
};

const KIND: Readonly<Record<ProbeReport['token']['readAs'], string>> = {
  'id-token': 'An identity token',
  'self-signed-jwt': 'A self-signed JWT',
  'access-token': 'An access token',
  jwt: 'A JWT of somebody else',
  unreadable: 'Something that is no token',
  none: 'Nothing',
};

/** What the token says beside what IAP expects; for administrators, because it names the identity. */
export function tokenPart(report: ProbeReport, view: View): Part[] {
  const { token } = report;
  if (token.readAs === 'none' || view.audience === 'asker') return [];
  const told = report.cause === null ? '' : textFor(report.cause, view);
  const knows = (value: string | null): boolean => value !== null && told.includes(value);
  if (!view.full && knows(token.aud) && (token.expectedAud === null || knows(token.expectedAud))) return [];
  const who = token.email === null ? '' : ` of ${token.email}`;
  const where = token.header === 'proxy-authorization' ? ' in proxy-authorization' : '';
  const says: Line =
    token.aud === null
      ? [plain(`${KIND[token.readAs]}${who} was sent${where}.`)]
      : [
          plain(`${KIND[token.readAs]}${who} was sent${where}; it says `),
          code(`aud = ${token.aud}`),
          ...(token.aud === GCLOUD ? [plain(' (gcloud\u2019s own client)')] : []),
          plain('.'),
        ];
  const from = token.expectedAudFrom === null ? '' : ` (${LEARNED[token.expectedAudFrom]})`;
  const expects: Line =
    token.expectedAud === null || token.expectedAud === token.aud
      ? []
      : [plain(' IAP expects '), code(token.expectedAud), plain(`${from}.`)];
  const scopes: Line = token.scopes.length === 0 ? [] : [plain(` Scopes: ${token.scopes.join(', ')}.`)];
  return [{ key: 'account', label: 'Token', line: [...says, ...expects, ...scopes] }];
}

/** Of the other clients those in use now; the rest with `--debug`. */
const CURRENT = /^grpc-go 1\.8[2-9]|from 1\.62/;

/** What the caller's gRPC client shows instead of the cause, and what other clients make of it. */
export function clientPart(report: ProbeReport, view: View): Part[] {
  const { grpc } = report;
  if (grpc === null || grpc.clientWouldSee === '') return [];
  if (report.verdict === 'through' && !view.full) return [];
  const others = grpc.otherClients.filter(({ client }) => view.full || CURRENT.test(client));
  const notes = others.map(
    ({ client, line, sureness }): Line => [
      plain(`${client}${sureness === 'likely' ? ' (likely)' : ''}: `),
      code(line),
    ],
  );
  return [
    { key: 'also', label: 'A gRPC client shows', line: [code(grpc.clientWouldSee), plain('.')], notes },
  ];
}

/** What else the same signs may come from, and what tells it apart. */
export function competingPart(report: ProbeReport, view: View): Part[] {
  return capped('doubt', 'It could also be', report.cause?.competing ?? [], limit(view, 3), (other) => ({
    line: prose(sentence(other.text)),
    notes: other.check.trim() === '' ? [] : [[plain('told apart by: '), ...prose(sentence(other.check))]],
  }));
}

/** Further causes that are not only another look of the first. */
export function furtherPart(report: ProbeReport, view: View): Part[] {
  const told = report.cause === null ? '' : textFor(report.cause, view);
  const others = report.also
    .filter((cause) => !VEILS.test(cause.code) || report.grpc === null)
    .filter((cause) => !told.includes(textFor(cause, view)));
  return capped('also', 'Also', others, limit(view, 3), (cause) => ({
    line: prose(sentence(textFor(cause, view))),
  }));
}

/** Whoever can mend it is not told to ask somebody; whoever cannot, only what they can do themselves. */
function mayUse(fix: Fix, report: ProbeReport, view: View): boolean {
  if (view.audience === 'asker') return fix.for === 'person';
  const hands = report.fixes.some((one) => one.for !== 'person');
  return view.full || !hands || fix.for !== 'person' || !/^ask /i.test(fix.title);
}

/** The smallest mend first. Somebody who cannot act is told whom to ask. */
export function mendParts(report: ProbeReport, view: View): Part[] {
  const usable = report.fixes.filter((fix) => mayUse(fix, report, view));
  const [best, ...others] = usable;
  const fine = report.verdict === 'through' || report.verdict === 'guarded';
  if (best === undefined) {
    if (fine || report.fixes.length === 0) return [];
    const line = [plain('ask whoever looks after this service, and quote '), code(report.id), plain('.')];
    return [{ key: 'todo', label: 'What to do', line }];
  }
  const todo: Part = {
    key: 'todo',
    label: fine ? 'Worth doing' : 'What to do',
    line: prose(sentence(bare(best.title))),
    code: snippets(best, view),
    notes: notes(best, view, undefined),
  };
  const items = others.slice(0, limit(view, 2)).map(
    (fix): Item => ({
      line: prose(sentence(bare(fix.title))),
      code: snippets(fix, view).slice(0, view.full ? 2 : 1),
      notes: notes(fix, view, best),
    }),
  );
  const [only] = items;
  if (only === undefined) return [todo];
  if (others.length === 1) return [todo, { key: 'alternatives', label: 'Or', ...only }];
  return [todo, { key: 'alternatives', label: 'Or', items, hidden: others.length - items.length }];
}

/** The same backend around IAP. */
export function directPart({ direct }: ProbeReport): Part[] {
  return direct === null
    ? []
    : [{ key: 'details', label: 'Direct', line: [code(direct.url), plain('. '), ...prose(direct.text)] }];
}

function streamWords(seen: ProbeReport['stream'][number]): string {
  const keepalive = seen.keepalive ? 'with keepalive' : 'without keepalive';
  const messages = seen.messages === 1 ? '1 message' : `${seen.messages} messages`;
  const whole = seen.heldMs >= seen.wantedMs - 100;
  const held = whole ? 'as long as asked for' : 'still open when I stopped';
  const end = seen.end === 'held' ? held : `ended by ${seen.end}`;
  return `${keepalive}: ${took(seen.heldMs)} of ${took(seen.wantedMs)}, ${messages}, ${end}`;
}

export function streamPart(report: ProbeReport, view: View): Part[] {
  const told = capped('details', 'Stream', report.stream, limit(view, 4), (seen) => ({
    line: [plain(sentence(streamWords(seen)))],
  }));
  // The same for every way of holding it; what was held in the place of what was asked for must not go unsaid.
  const note = report.stream.find((seen) => seen.note !== undefined)?.note;
  return note === undefined
    ? told
    : [...told, { key: 'details', label: 'About the stream', line: prose(sentence(note)) }];
}

const ASSERTION: Readonly<Record<string, string>> = {
  NOT_SET: 'a valid one',
  FUTURE_ISSUE: 'one issued in the future',
  PAST_EXPIRATION: 'an expired one',
  ISSUER: 'one of another issuer',
  AUDIENCE: 'one for another audience',
  SIGNATURE: 'one with a wrong signature',
};

function jwtLine(test: ProbeReport['backendJwt'][number]): Line {
  const what = ASSERTION[test.test] ?? test.test;
  const did = test.accepted === null ? 'cannot be told' : test.accepted ? 'accepted' : 'refused';
  const mark = test.ok === null ? '?' : test.ok ? '\u2713' : '\u2717';
  return [plain(`${mark} ${what} (`), code(test.test), plain(`): ${did}. `), ...prose(sentence(test.why))];
}

/** Which of IAP's deliberately wrong assertions the app took. */
export function jwtPart(report: ProbeReport): Part[] {
  if (report.backendJwt.length === 0) return [];
  const items = report.backendJwt.map((test): Item => ({ line: jwtLine(test) }));
  return [{ key: 'details', label: 'Assertions sent to the app', items }];
}

/** Warnings and doubts that are not told already. */
export function notesPart(report: ProbeReport, view: View): Part[] {
  const worth = report.findings.filter(
    ({ check, verdict }) => check !== 'access' && (verdict === 'warns' || verdict === 'unsure'),
  );
  const told = new Set([report.cause?.text, report.cause?.adminText]);
  const fresh = worth.filter((finding) => !told.has(textFor(finding, view)));
  return capped('warnings', 'Note', fresh, limit(view, 3), (finding) => ({
    line: prose(sentence(textFor(finding, view))),
  }));
}

/** What the policies say of the identity that was used. */
export function accessPart(report: ProbeReport, view: View): Part[] {
  const found = report.findings.find(({ check }) => check === 'access');
  if (found === undefined || (report.verdict === 'through' && found.verdict === 'ok' && !view.full))
    return [];
  const text = textFor(found, view);
  const causes = [report.cause, ...report.also].flatMap((cause) => (cause === null ? [] : [cause]));
  if (!view.full && causes.some((cause) => textFor(cause, view).includes(text))) return [];
  return [{ key: 'near-miss', label: 'The policies say', line: prose(sentence(text)) }];
}

export function unseenPart(report: ProbeReport, view: View): Part[] {
  return capped('unseen', 'What I could not see', report.blindSpots, limit(view, 3), (spot) => ({
    line: prose(sentence(spot.what)),
    notes: spot.needs.trim() === '' ? [] : [[plain('needs: '), ...prose(sentence(spot.needs))]],
  }));
}
