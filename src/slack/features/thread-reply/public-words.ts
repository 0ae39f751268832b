/** What everybody in a channel may read of an answer: the verdict, whether the way there works, and since when. Pure. */
import { everyPlace, type WhyReport } from '../../../diagnosis/report.js';
import type { ProbeReport } from '../../../probe/report.js';
import { count } from '../../../render/words.js';
import { type PathState, pathOfCode, pathState } from './path-words.js';

/** A piece of a line: words, a moment (RFC 3339), something to type, or an address behind words. */
export type Piece =
  | string
  | { readonly at: string }
  | { readonly code: string }
  | { readonly link: string; readonly text: string };
type Line = readonly Piece[];

export interface PublicWords {
  /** 0: looking, 1: part of the answer, 2: all of it. Words are never replaced by words of a lower rank. */
  readonly rank: 0 | 1 | 2;
  readonly headline: Line;
  readonly lines: readonly Line[];
}

/** What is known by now; undefined: still being looked at. `nothing`: there will be no answer. */
export interface Known {
  /** As the directory calls it; undefined: nobody said which. */
  readonly service: string | undefined;
  /** `others`: what stops somebody else, or whoever filled in a form, is not told here. */
  readonly whose: 'own' | 'many' | 'others';
  readonly why: WhyReport | 'nothing' | undefined;
  readonly probe: ProbeReport | 'nothing' | undefined;
}

const ALONE = 'in a message that only you can see.';
const FINE = 'Its address and its sign-in answer as they should.';

/** A place that was found has a long name; its last part is what people know. */
const short = (name: string): string | undefined => {
  const last = name.slice(name.lastIndexOf('/') + 1);
  return last === '' || name === everyPlace ? undefined : last;
};

/** What people call the service; undefined when neither the message nor the answer names one. */
export function nameOf({ service, why }: Pick<Known, 'service' | 'why'>): string | undefined {
  if (service !== undefined) return short(service);
  return typeof why === 'object' ? short(why.where.name) : undefined;
}

/** The change that is the cause, where there is one. */
export const causeIn = (why: WhyReport): WhyReport['changes'][number] | undefined =>
  why.verdict === 'denied' ? why.changes.find(({ relation }) => relation === 'cause') : undefined;

/** What stops everybody, by the probe or by a cause of `why` that is not about the person. */
export function stopsAll({ why, probe }: Pick<Known, 'why' | 'probe'>): PathState {
  const seen = pathState(typeof probe === 'object' ? probe : undefined);
  if (seen.state === 'broken') return seen;
  const code = typeof why === 'object' && why.verdict === 'denied' ? why.cause?.code : undefined;
  return (code === undefined ? undefined : pathOfCode(code)) ?? seen;
}

/** The words for the channel. Nothing in them comes from a policy, a group, an account or another person. */
export function publicWords(known: Known): PublicWords {
  const { whose, why, probe } = known;
  const at = nameOf(known);
  const path = stopsAll(known);
  const rank = why !== undefined && probe !== undefined ? 2 : 1;
  if (whose === 'others') return forOthers(at, path, probe === undefined ? 0 : 2);
  if (path.state === 'broken')
    return { rank, headline: brokenHeadline(at, path.half), lines: besideBroken(why, path.code) };
  if (why === undefined) return looking(at);
  const lines = path.state === 'fine' ? [[FINE]] : [];
  const into = at ?? 'that service';
  if (why === 'nothing')
    return {
      rank,
      headline: [`I could not find out what stops you at ${into}.`],
      lines: [...lines, [`What is missing is ${ALONE}`]],
    };
  switch (why.verdict) {
    case 'denied':
      return {
        rank,
        headline: refused(why, into, whose),
        lines: [...lines, [`What it is and what helps is ${ALONE}`]],
      };
    case 'allowed':
      return {
        rank,
        headline:
          path.state === 'fine'
            ? [`You are allowed into ${into}, and its address and sign-in answer as they should.`]
            : [`You are allowed into ${into}.`],
        lines: [
          ...(probe === 'nothing' || (typeof probe === 'object' && path.state === 'unclear')
            ? [['I could not tell whether the way there works.']]
            : []),
          [`If you are stopped all the same: what to try is ${ALONE}`],
        ],
      };
    case 'unknown':
      return {
        rank,
        headline: [`I can't tell whether you may use ${into}.`],
        lines: [...lines, [`What I could not see, and what would settle it, is ${ALONE}`]],
      };
  }
}

const looking = (at: string | undefined): PublicWords => ({
  rank: 0,
  headline: [at === undefined ? 'Looking into it for you \u2026' : `Looking at ${at} for you \u2026`],
  lines: [],
});

const brokenHeadline = (at: string | undefined, half: string): Line => [
  `${at ?? 'That service'} is not working at the moment: ${half}.`,
];

function besideBroken(why: Known['why'], path: string): readonly Line[] {
  if (why === undefined) return [['That stops everybody. I am still looking at your own access.']];
  if (why === 'nothing') return [['That stops everybody.']];
  switch (why.verdict) {
    case 'allowed':
      return [['That stops everybody; your own access is fine.']];
    case 'denied':
      return why.cause?.code === path || pathOfCode(why.cause?.code ?? '') !== undefined
        ? [['That stops everybody.'], [`What it is and who can mend it is ${ALONE}`]]
        : [['That stops everybody.'], [`Your own access is a second matter: what stops you is ${ALONE}`]];
    case 'unknown':
      return [['That stops everybody. Whether you would be let in otherwise I can\u2019t tell.']];
  }
}

function refused(why: WhyReport, into: string, whose: Known['whose']): Line {
  const change = causeIn(why);
  if (change === undefined) return [`You can't get into ${into} right now, and I found out why.`];
  const { lostCount } = change.effect;
  if (lostCount < 2) return [`You can't get into ${into}: a change at `, { at: change.at }, ' stopped you.'];
  const people = count(lostCount, 'person', 'people');
  const start: Line = whose === 'many' ? ['Yes: since '] : ['Since '];
  return [...start, { at: change.at }, ` a change has stopped ${people} at ${into}, you among them.`];
}

function forOthers(at: string | undefined, path: PathState, rank: 0 | 2): PublicWords {
  const command: Piece = { code: `/iap why me${at === undefined ? '' : ` ${at}`}` };
  if (rank === 0) return { rank, headline: [`Looking at ${at ?? 'it'} \u2026`], lines: [] };
  if (path.state === 'broken')
    return {
      rank,
      headline: brokenHeadline(at, path.half),
      lines: [
        ['That stops everybody.'],
        ['Whoever wants to know about their own access asks me: ', command, '.'],
      ],
    };
  return {
    rank,
    headline: [`I tell people themselves what stops them${at === undefined ? '' : ` at ${at}`}.`],
    lines: [
      ['They ask me with ', command, ', and I say what it is and what helps. Only they see that.'],
      ...(path.state === 'fine' ? [[FINE]] : []),
    ],
  };
}
