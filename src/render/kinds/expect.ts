/** What is said about expectations: what is broken and why first, then what could not be told, then how many hold. */
import type { ExpectReport, Outcome, Result } from '../../expect/report.js';
import type { Item, Line, Mood, Outline, Part, View } from '../outline-types.js';
import { bold, code, plain, prose, sentence } from '../spans.js';
import { count, duration } from '../words.js';
import { hitsPart } from './hits.js';
import { capped, limit } from './why-parts.js';
import { bare } from './why-todo.js';

const MOOD: Readonly<Record<Outcome, Mood>> = { met: 'good', broken: 'bad', open: 'unsure' };

function headline({ outcome, results, met, broken, open }: ExpectReport): string {
  const all = count(results.length, 'expectation', 'expectations');
  const one = results.length === 1;
  switch (outcome) {
    case 'met':
      return one ? 'The one expectation holds.' : `All ${all} hold.`;
    case 'broken':
      if (one) return 'The one expectation does not hold.';
      return `${broken} of ${all} ${broken === 1 ? 'does' : 'do'} not hold${open === 0 ? '' : `, and ${open} could not be told`}.`;
    case 'open':
      if (one) return 'The one expectation could not be told.';
      return met === 0
        ? `None of ${all} could be told.`
        : `${open} of ${all} could not be told; the other ${met} ${met === 1 ? 'holds' : 'hold'}.`;
  }
}

const VERDICT = { allowed: 'gets in', denied: 'does not get in', unknown: 'cannot be told' } as const;
const EXPECTED = { allowed: 'must get in', denied: 'must not get in', unknown: 'cannot be told' } as const;

function told(result: Result): string {
  const { expected, verdict, expectedCode, code: said } = result;
  if (verdict === expected && expectedCode !== null && said !== expectedCode)
    return `${EXPECTED[expected]} because of ${expectedCode}, but it is because of ${said ?? 'nothing'}`;
  if (verdict === null) return `${EXPECTED[expected]}, but I could not ask`;
  return `${EXPECTED[expected]}, ${verdict === 'unknown' ? 'but it' : 'but'} ${VERDICT[verdict]}`;
}

function itemOf(result: Result, view: View): Item {
  const { who, where, circumstances, line, text, adminText, because, fix } = result;
  const place = circumstances === '' ? where : `${where} (${circumstances})`;
  const why: Line = prose(sentence(view.audience === 'admin' && adminText !== '' ? adminText : text));
  return {
    line: [bold(who), plain(' at '), bold(place), plain(` ${told(result)}.`)],
    notes: [
      why,
      ...(because === null ? [] : [[plain(`Expected because: ${sentence(because)}`)]]),
      ...(fix === null ? [] : [[plain('What to do: '), ...prose(sentence(bare(fix.title)))]]),
      ...(fix?.gcloud ? [[code(fix.gcloud)]] : []),
      ...(line === null ? [] : [[plain(`line ${line}`)]]),
    ],
  };
}

export function expectOutline(report: ExpectReport, view: View): Outline {
  const { results, hits, blindSpots, outcome, id, ms, source } = report;
  const of = (wanted: Outcome): readonly Result[] => results.filter((one) => one.outcome === wanted);
  const proposed = source.proposed;
  const parts: Part[] = [
    ...(hits === null
      ? []
      : hits.length === 0
        ? [
            {
              key: 'through' as const,
              line: [
                plain(
                  `The proposed policy of ${proposed?.node ?? 'the node'} lets nobody in and locks nobody out.`,
                ),
              ],
            },
          ]
        : hitsPart(hits, `With the proposed policy of ${proposed?.node ?? 'the node'}`, view)),
    ...capped('cause', 'Broken', of('broken'), limit(view, 20), (one) => itemOf(one, view)),
    ...capped('doubt', 'Could not be told', of('open'), limit(view, 10), (one) => itemOf(one, view)),
    ...(view.full
      ? capped('also', 'As expected', of('met'), limit(view, 0), (one) => ({
          line: [plain(`${one.who} at ${one.where}: ${one.verdict ?? ''}`)],
        }))
      : []),
    ...capped('unseen', 'What I could not see', blindSpots, limit(view, 5), (spot) => ({
      line: prose(sentence(spot.what)),
      notes: [[plain('needs: '), ...prose(sentence(spot.needs))]],
    })),
  ];
  const asked = source.kind === 'live' ? [] : [`against ${source.file ?? source.kind}`];
  return {
    mood: MOOD[outcome],
    headline: [plain(headline(report))],
    tail: [],
    parts,
    context: [id, ...asked, duration(ms)],
  };
}
