/** One `who` question from the words for its place to the report. */
import type { AskedWhere, TypedMistake } from '../../names/index.js';
import type { Engine } from '../engine.js';
import { resolveWhere } from '../places/resolve.js';
import { missingList, unreadWords } from '../places/unread.js';
import { whoOrPowerless } from '../powerless.js';
import type { PlaceQuestion } from '../question.js';
import type { WhoReport } from './report.js';
import { type WhoOptions, whoCanPass } from './who.js';

export type WhoAnswer =
  | { readonly kind: 'report'; readonly report: WhoReport }
  | { readonly kind: 'mistake'; readonly mistake: TypedMistake };

/** Finds the place, then everybody who can pass there. A place that could not be looked for is an answer, not a mistake. */
export async function answerWho(
  engine: Engine,
  base: Omit<PlaceQuestion, 'place' | 'given'>,
  where: AskedWhere,
  id: string,
  options: WhoOptions,
): Promise<WhoAnswer> {
  const answer = await answerAt(engine, base, where, id, options);
  return answer.kind === 'report' ? { ...answer, report: whoOrPowerless(engine, answer.report) } : answer;
}

async function answerAt(
  engine: Engine,
  base: Omit<PlaceQuestion, 'place' | 'given'>,
  where: AskedWhere,
  id: string,
  options: WhoOptions,
): Promise<WhoAnswer> {
  const scope = engine.scope();
  const resolved = await resolveWhere(scope, base.google, base.config, where);
  engine.goOn(scope.depth());
  switch (resolved.kind) {
    case 'mistake':
      return resolved;
    case 'unread': {
      const what = `I can\u2019t tell which service answers at ${resolved.asked}: I could not read ${unreadWords(resolved.unread)}.`;
      const code = 'service-not-found';
      const spots = resolved.unread.map(missingList);
      const gate = { state: 'elsewhere', code, detail: what } as const;
      const url = resolved.url?.toString() ?? null;
      return {
        kind: 'report',
        report: {
          ...nothingRead(engine, id),
          where: { name: resolved.asked, resource: '', url },
          gate,
          blindSpots: spots.map(({ code: spot, what: unread, needs }) => ({
            code: spot,
            what: unread,
            needs,
          })),
        },
      };
    }
    case 'found': {
      const { place, host, path } = resolved.found;
      options.progress(`Reading who may get into ${place.name}`);
      const given = { at: undefined, ip: undefined, host, path, levels: [] };
      const report = await whoCanPass(engine, { ...base, place, given }, id, options);
      const note = resolved.note;
      return {
        kind: 'report',
        report:
          note === undefined
            ? report
            : { ...report, notes: [{ code: 'place', detail: note }, ...report.notes] },
      };
    }
  }
}

function nothingRead(engine: Engine, id: string): Omit<WhoReport, 'where' | 'gate' | 'blindSpots'> {
  return {
    schema: 'iap-doctor.who/1',
    id,
    permission: '',
    read: false,
    counts: {
      members: 0,
      passes: 0,
      conditional: 0,
      unknown: 0,
      blocked: 0,
      complete: false,
      sets: 0,
      unreadGroups: 0,
    },
    members: [],
    sets: [],
    through: [],
    groups: [],
    notes: [],
    cost: engine.cost(),
    oldestFactAt: engine.oldestFactAt(),
  };
}
