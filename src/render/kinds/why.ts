/** What is said about a `why` report: the verdict first, the cause in a sentence, the mend, then everything else. */
import type { WhyReport } from '../../diagnosis/report.js';
import type { Line, Mood, Outline, Part, View } from '../outline-types.js';
import { plain, prose, sentence } from '../spans.js';
import { addsNothing, count } from '../words.js';
import { accountPart, changesPart, doubtPart, servicesPart } from './why-around.js';
import { contextLine, evidencePart } from './why-evidence.js';
import {
  alsoPart,
  grantPath,
  nearMissPart,
  textFor,
  throughPart,
  unseenPart,
  warningsPart,
} from './why-parts.js';
import { hasPlace, personName, placeName, voiceFor } from './why-people.js';
import { readableReport } from './why-readable.js';
import { reasonPhrase } from './why-reasons.js';
import { toldToThem } from './why-speak.js';
import { todoParts } from './why-todo.js';

const MOOD: Readonly<Record<WhyReport['verdict'], Mood>> = {
  allowed: 'good',
  denied: 'bad',
  unknown: 'unsure',
};

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function noPlace(report: WhyReport, name: string): string {
  const services = report.services ?? [];
  const open = services.filter((service) => service.verdict === 'allowed').length;
  if (services.length === 0) return 'I know no service behind IAP that I could check.';
  return `${upperFirst(name)} can use ${open} of ${count(services.length, 'service', 'services')} I know of.`;
}

/** Nothing could be asked of Google, for a reason that has nothing to do with the place. */
const isPowerless = ({ cause }: WhyReport): boolean => cause?.check === 'credentials';

function headline(report: WhyReport, view: View): string {
  const name = personName(report.who, view.about);
  const place = placeName(report.where);
  if (isPowerless(report)) {
    const what = place === '' ? `what ${name} can use` : `whether ${name} can get into ${place}`;
    return `I can't tell ${what}: I have no Google credentials that work.`;
  }
  if (place === '') return noPlace(report, name);
  const reason = reasonPhrase(report.verdict, report.cause?.code, voiceFor(report.who, view.about));
  const because = reason === undefined ? '.' : `: ${reason}.`;
  switch (report.verdict) {
    case 'allowed':
      return `${upperFirst(name)} can use ${place}.`;
    case 'denied':
      return `${upperFirst(name)} can't get into ${place}${because}`;
    case 'unknown':
      return `I can't tell whether ${name} can get into ${place}${because}`;
  }
}

/** Through what somebody gets in, for an administrator; it follows the verdict in the same line. */
function throughWhat(report: WhyReport, view: View): Line {
  const [first] = report.grants;
  if (report.verdict !== 'allowed' || view.audience === 'asker' || first === undefined) return [];
  return [plain(', through '), ...grantPath(first, report), plain('.')];
}

function causePart(report: WhyReport, view: View, before: string): Part[] {
  // Without a cause, the finding's own words say how somebody gets in; the path itself names groups.
  const fine = report.findings.find((finding) => finding.check === 'allow' && finding.verdict === 'ok');
  const open = report.verdict === 'allowed' && view.audience === 'asker' ? fine : undefined;
  const said = report.cause ?? open;
  if (said === undefined) return [];
  const text = sentence(textFor(said, view));
  return text === '' || addsNothing(text, before) ? [] : [{ key: 'cause', line: prose(text) }];
}

/** The whole answer to `why` in order, for this reader. */
export function whyOutline(asked: WhyReport, view: View): Outline {
  const shown = readableReport(asked);
  const report = view.about === 'self' ? toldToThem(shown) : shown;
  const place = hasPlace(report.where);
  const first = headline(report, view);
  const tail = throughWhat(report, view);
  const note: Part[] =
    report.note === undefined || report.note.trim() === '' || report.note === report.cause?.text
      ? []
      : [{ key: 'note', line: prose(sentence(report.note)) }];
  return {
    mood: place ? MOOD[report.verdict] : 'plain',
    headline: [plain(tail.length > 0 ? first.replace(/\.$/, '') : first)],
    tail,
    parts: [
      ...causePart(report, view, first),
      ...note,
      ...doubtPart(report, view),
      ...(place || isPowerless(report) ? todoParts(report, view) : servicesPart(report, view)),
      ...alsoPart(report, view),
      ...throughPart(report, view),
      ...changesPart(report, view),
      ...nearMissPart(report, view),
      ...unseenPart(report, view),
      ...warningsPart(report, view),
      ...(place ? servicesPart(report, view) : []),
      ...accountPart(report, view),
      ...evidencePart(report, view),
    ],
    context: contextLine(report, view),
  };
}
