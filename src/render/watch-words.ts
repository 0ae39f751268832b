/** What a watch says: when it begins, when it works at last, when something else stands in the way, when it ends. */
import type { NoticePart, Piece } from './notice.js';
import { bold, plain } from './spans.js';
import { count } from './words.js';

/** Whom and what a watch is about, and who reads. */
export interface WatchView {
  readonly what: 'why' | 'probe';
  readonly about: 'self' | 'other';
  readonly userId: string;
  /** As people call them; for `other` only. */
  readonly person: string | undefined;
  readonly place: string;
  /** Everybody in a channel reads it. */
  readonly publicly: boolean;
  readonly since: 'click' | 'done';
}

/** A time that passed, in its two largest units: `12 s`, `3 min 12 s`, `1 h 4 min`. */
export function took(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  const [h, min, s] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  if (h >= 48) return count(Math.round(h / 24), 'day', 'days');
  if (h > 0) return min === 0 ? `${h} h` : `${h} h ${min} min`;
  if (min > 0) return s === 0 ? `${min} min` : `${min} min ${s} s`;
  return `${s} s`;
}

const place = ({ place }: WatchView): Piece => bold(place === '' ? 'the service' : place);

/** Who, at the head of a sentence. In a channel the person is named, alone they are "you". */
function who({ about, publicly, userId, person }: WatchView): Piece {
  if (about === 'other') return plain(person ?? 'That person');
  return publicly ? { user: userId } : plain('you');
}

/** It works, as somebody found who looked again. */
export const worksAgain = (view: WatchView): readonly NoticePart[] => [
  {
    line:
      view.what === 'probe'
        ? [bold('Works now: '), place(view), plain(' answers as it should.')]
        : [bold('Works now: '), who(view), plain(' can get into '), place(view), plain('.')],
  },
];

/** It works. Measured from the click, or from the owner's word, to the first verdict that lets in. */
export function worksNow(view: WatchView, ms: number): readonly NoticePart[] {
  const from = view.since === 'done' ? ' since it was said to be done' : '';
  const head = bold(`Works now, took ${took(ms)}${from}: `);
  if (view.what === 'probe') return [{ line: [head, place(view), plain(' answers as it should.')] }];
  return [
    { line: [head, who(view), plain(' can get into '), place(view), plain('.')] },
    { line: [plain('If a page still says no, reload it: Google may need another minute or two.')] },
  ];
}

/** Something has changed, and something still stands in the way. `headline` is the verdict as it is now. */
export function stillInTheWay(view: WatchView, headline: string, spreading: boolean): readonly NoticePart[] {
  if (spreading)
    return [
      {
        line: [
          plain('The access to '),
          place(view),
          plain(
            ' is there now, and Google is still spreading it: usually 2 minutes, sometimes 7 or more; groups can take hours. I go on watching.',
          ),
        ],
      },
    ];
  // In a channel nobody is told why somebody else is stopped.
  if (view.publicly)
    return [
      {
        line: [
          plain('Something about '),
          place(view),
          plain(' has changed, but it does not work yet. I go on watching.'),
        ],
      },
    ];
  return [
    { line: [plain('Something has changed, but it does not work yet. What still stands in the way:')] },
    { quote: headline },
    { line: [plain('I go on watching.')] },
  ];
}

/** Its person may not ask about that any more. */
export const watchRefused = (view: WatchView): readonly NoticePart[] => [
  {
    line: [plain('I no longer watch '), place(view), plain(' for you: you may not ask about that any more.')],
  },
];

/** The day is over. */
export function watchEnded(view: WatchView, ms: number): readonly NoticePart[] {
  const line: Piece[] = [
    plain(`I have watched for ${took(ms)}, and `),
    place(view),
    plain(' still does not let '),
  ];
  const whom = view.about === 'other' ? plain(view.person ?? 'that person') : who(view);
  const end = view.what === 'probe' ? [plain('anybody in')] : [whom, plain(' in')];
  return [{ line: [...line, ...end, plain('. I stop here; ask me again whenever you like.')] }];
}

/** Below the answer while the watch is on. `lasting`: it outlives a restart of the bot. */
export function watching(where: 'here' | 'direct', lasting: boolean): string {
  const at = where === 'here' ? 'in this thread' : 'in a direct message';
  const unless = lasting ? '' : ' Should I be restarted meanwhile, I forget it.';
  return `I am watching this: I look again every now and then, for a day at most, and tell you ${at} when it works.${unless}`;
}
