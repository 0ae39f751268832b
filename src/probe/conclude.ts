/** From everything a probe saw to its verdict: the first cause by rank, the veils and further causes beside it. Pure. */
import type { Fix } from '../fixes/types.js';
import type { Observation } from './observation.js';
import { symptoms } from './symptoms/index.js';
import {
  type Conclusion,
  type Note,
  type Passed,
  RANK,
  type Recognised,
  type Sighting,
  type Symptom,
} from './symptoms/symptom.js';

type By<T> = T & { readonly check: string };

/** Ties are settled by the code's name, so the order of the list of symptoms decides nothing. */
const before = (a: { rank: number; code: string | null }, b: { rank: number; code: string | null }): number =>
  a.rank - b.rank || ((a.code ?? '') < (b.code ?? '') ? -1 : (a.code ?? '') > (b.code ?? '') ? 1 : 0);

function distinct(found: readonly By<Recognised>[]): By<Recognised>[] {
  const had = new Set<string>();
  return found.filter(({ code }) => !had.has(code) && had.add(code));
}

const asNote = ({ code, check, sureness, text, adminText, signs }: By<Passed | Recognised>): By<Note> => ({
  finding: 'ok',
  ...{ code, check, sureness, text, adminText, signs },
});

/** The mends of what was found, the cause's first, each once; smallest overgrant first. */
function fixesOf(seen: Observation, list: readonly Symptom[], found: readonly (string | null)[]): Fix[] {
  const fixes = found.flatMap((code) =>
    code === null
      ? []
      : list.filter(({ codes }) => codes.includes(code)).flatMap((one) => one.fixes(seen, { code })),
  );
  const once = fixes.filter((fix, i) => fixes.findIndex(({ title }) => title === fix.title) === i);
  return once.sort((a, b) => a.overgrant - b.overgrant);
}

/**
 * The verdict with its cause (`contract.md` §7.21–27, 31). `cause` is null exactly when the verdict is `through` or
 * `guarded`; an observation that fits nothing is `unknown` with `unrecognised-reply`.
 *
 * @param list the symptoms, all of them unless a test says otherwise; their order is without meaning
 */
export function conclude(seen: Observation, list: readonly Symptom[] = symptoms): Conclusion {
  const sightings = list.flatMap((symptom) => {
    const sighting = symptom.recognise(seen);
    return sighting ? [{ id: symptom.id, sighting }] : [];
  });
  const all = <T>(pick: (sighting: Sighting) => readonly T[] | undefined): By<T>[] =>
    sightings.flatMap(({ id, sighting }) => (pick(sighting) ?? []).map((one) => ({ ...one, check: id })));
  const veils = distinct(all((one) => one.veils).sort(before));
  const notes = all((one) => one.notes).sort((a, b) => (a.check < b.check ? -1 : a.check > b.check ? 1 : 0));
  const [pass] = all((one) => one.passes).sort(before);
  const [cause, ...more] = distinct(all((one) => one.causes).sort(before)).filter(
    ({ rank }) => !pass || rank < pass.rank,
  );
  if (!cause) {
    const warnings = [...(pass ? [asNote(pass)] : []), ...veils.map(asNote), ...notes];
    const codes = warnings.filter(({ finding }) => finding !== 'ok').map(({ code }) => code);
    return {
      verdict: pass?.verdict ?? 'unknown',
      failedStage: null,
      answeredBy: pass?.answeredBy ?? 'none',
      cause: null,
      also: [],
      warnings,
      fixes: fixesOf(seen, list, codes),
    };
  }
  // Not knowing stands alone: beside a known cause it says nothing.
  const further = more.filter(({ rank }) => rank < RANK.unknown);
  const also = distinct([...further, ...veils]).filter(({ code }) => code !== cause.code);
  const { verdict, failedStage, answeredBy } = cause;
  const fixes = fixesOf(seen, list, [cause.code, ...further.map(({ code }) => code)]);
  return { verdict, failedStage, answeredBy, cause, also, warnings: notes, fixes };
}
