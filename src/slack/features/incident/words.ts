/** What is said about an incident: to everybody in the channel in public words, to owners and administrators with names. */
import type { types } from '@slack/bolt';
import { bullets, button, escapeText, preformatted, section } from '../../../render/slack-elements.js';
import { lineText, prose } from '../../../render/spans.js';
import { count, moment } from '../../../render/words.js';
import type { SlackMessage } from '../../saying/message.js';
import type { Joined } from '../thread-reply/hit.js';
import type { Incident, IncidentEnd, Insight } from './state.js';

export const DETAILS = 'incident_details';

/** Everything a channel's message is made of. */
export interface Standing {
  readonly incident: Incident;
  readonly people: number;
  readonly insight: Insight | undefined;
  readonly end: IncidentEnd | undefined;
}

/** A piece of a line: words, loud words, or a moment, which Slack shows in each reader's own time. */
type Piece =
  | string
  | { readonly loud: string }
  /** `seen`: when it is told, where that may be another day. */
  | { readonly at: number; readonly seen?: number };
type Pieces = readonly Piece[];

const LONGEST = 600;
const NEW_LINE = '\n';

function elementsOf(pieces: Pieces): types.RichTextElement[] {
  return pieces.flatMap((piece): types.RichTextElement[] => {
    if (piece === NEW_LINE) return [{ type: 'text', text: NEW_LINE }];
    if (typeof piece === 'object' && 'at' in piece) {
      const timestamp = Math.floor(piece.at / 1_000);
      const format = isOld(piece) ? '{date_short_pretty} at {time}' : '{time}';
      return [{ type: 'date', timestamp, format, fallback: clock(piece) }];
    }
    const loud = typeof piece === 'object';
    return section([{ text: loud ? piece.loud : piece }], LONGEST, loud)?.elements ?? [];
  });
}

const HALF_A_DAY_MS = 12 * 3_600_000;
const isOld = ({ at, seen = at }: { readonly at: number; readonly seen?: number }): boolean =>
  seen - at > HALF_A_DAY_MS;
/** `14:02 UTC`, and the day where it is another one. */
const clock = (piece: { readonly at: number; readonly seen?: number }): string =>
  moment(new Date(piece.at).toISOString(), new Date(isOld(piece) ? (piece.seen ?? piece.at) : piece.at));

function textOf(pieces: Pieces): string {
  return pieces
    .map((piece) => {
      if (typeof piece === 'string') return piece;
      return 'at' in piece ? clock(piece) : piece.loud;
    })
    .join('');
}

/** One rich text block of several lines, and its words for notifications. */
function messageOf(id: string, lines: readonly Pieces[], buttons: readonly types.Button[]): SlackMessage {
  const sections = lines.map(
    (line, n): types.RichTextSection => ({
      type: 'rich_text_section',
      elements: elementsOf(n < lines.length - 1 ? [...line, NEW_LINE] : line),
    }),
  );
  const said = lines.map(textOf).join(' ');
  const seed = `incident:${id}:${said.length}`;
  return {
    text: escapeText(said),
    blocks: [
      { type: 'rich_text', block_id: `${seed}:0`, elements: sections },
      ...(buttons.length === 0
        ? []
        : [{ type: 'actions' as const, block_id: `${seed}:1`, elements: [...buttons] }]),
    ],
  };
}

const people = (n: number): string => count(n, 'person', 'people');

function actorOf(insight: Insight | undefined): string {
  switch (insight?.actor) {
    case 'automation':
      return 'an automatic sync';
    case 'person':
      return 'an administrator';
    case 'unknown':
    case undefined:
      return 'a change';
  }
}

/** What happened, in words for everybody: kinds of actors and numbers, no names. */
function happened({ incident, insight, people: asked }: Standing): Pieces {
  const { change, service } = incident;
  if (change === undefined) return [insight?.broken ?? `Nobody gets through to ${service}, whoever asks.`];
  const { affected, complete } = insight?.reach ?? change;
  const whom =
    affected === undefined || affected < asked
      ? 'the people who asked here'
      : `${complete ? '' : 'at least '}${people(affected)}`;
  return [
    'At ',
    { at: change.at, seen: incident.openedAt },
    ` ${actorOf(insight)} took the access to ${service} from ${whom}.`,
  ];
}

const headline = ({ service, stops }: Incident): string =>
  stops === 'path'
    ? `${service} is broken for everybody, not only for you.`
    : `Many people can’t get into ${service}, all for one reason.`;

/** Milliseconds as people say them: `38 minutes`, `2 hours 5 minutes`. */
export function lasting(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return 'less than a minute';
  if (minutes < 60) return count(minutes, 'minute', 'minutes');
  const rest = minutes % 60;
  const hours = count(Math.floor(minutes / 60), 'hour', 'hours');
  return rest === 0 ? hours : `${hours} ${count(rest, 'minute', 'minutes')}`;
}

const startOf = ({ change, openedAt }: Incident): number => change?.at ?? openedAt;

const UNSEEN = 'Not all of the way in is visible to me, so say so if it does not work for you.';

/** The one message of a channel. */
export function incidentMessage(standing: Standing): SlackMessage {
  const { incident, insight, end } = standing;
  const asked = `${people(standing.people)} asked`;
  const details = button({ actionId: DETAILS, label: 'Details', value: incident.id });
  const buttons = details === undefined ? [] : [details];
  if (end !== undefined && end.how !== 'unwatched') {
    const took = lasting(end.at - startOf(incident));
    const lines: Pieces[] = [
      [
        { loud: end.how === 'works' ? 'Works again since ' : 'Undone since ' },
        { at: end.at },
        ` (${took}, ${asked}): ${incident.service}.`,
      ],
      ['What it was: ', ...happened(standing)],
      ...(end.how === 'works' ? [] : [[UNSEEN]]),
    ];
    return messageOf(incident.id, lines, buttons);
  }
  const watching =
    end === undefined
      ? 'I’ll say here when it works again.'
      : 'I have watched for a day and stop now. Ask again whether it works for you.';
  const mend =
    insight === undefined
      ? 'There is nothing to mend on your side.'
      : `There is nothing to mend on your side. For the owners: ${insight.mend}.`;
  const lines: Pieces[] = [
    [{ loud: headline(incident) }],
    [
      ...happened(standing),
      ` ${people(standing.people)} ${standing.people === 1 ? 'has' : 'have'} asked so far.`,
    ],
    [mend],
    [watching],
  ];
  return messageOf(incident.id, lines, buttons);
}

/** What a thread says beside the way to the message; the moment is shown in each reader's own time. */
export function pointerWords({ incident, people: n }: Standing): Joined['words'] {
  const { service, change } = incident;
  const who = `Not only you: ${people(n)} asked about ${service} so far, and `;
  const then = '. I keep one message about it for all of you and say there when it works again.';
  return change === undefined
    ? [`${who}it is broken for everybody${then}`]
    : [`${who}one change at `, { at: new Date(change.at).toISOString() }, ` is the reason${then}`];
}

/** The line below the channel's message when it is over. */
export function endLine({ incident, people: n }: Standing, end: IncidentEnd): SlackMessage {
  const { id, service } = incident;
  const works = end.how === 'works';
  const since = works
    ? `${service} works again since `
    : `What stopped people at ${service} is undone since `;
  return messageOf(
    `${id}:end`,
    [
      [since, { at: end.at }, ` (${lasting(end.at - startOf(incident))}, ${people(n)} asked).`],
      [
        works
          ? 'If it does not work for you, ask in a message of your own: then it is something else.'
          : UNSEEN,
      ],
    ],
    [],
  );
}

/** With names and commands, for one owner or administrator alone. */
export function detailsMessage({ incident, insight }: Standing): SlackMessage {
  const title = `Details about ${incident.service}`;
  if (insight === undefined)
    return messageOf(
      `${incident.id}:details`,
      [[{ loud: title }], ['I am still looking. Try again in a minute.']],
      [],
    );
  const said = insight.lines.flatMap((line) => section(prose(line), 1_500) ?? []);
  const elements: types.RichTextBlockElement[] = [
    { type: 'rich_text_section', elements: elementsOf([{ loud: title }, NEW_LINE]) },
    ...(said.length === 0 ? [] : [bullets(said, 0)]),
    ...(insight.fixes.length === 0
      ? []
      : [
          {
            type: 'rich_text_section' as const,
            elements: elementsOf([`To mend all of it: ${insight.mend}. For one of them:`, NEW_LINE]),
          },
        ]),
    ...insight.fixes.flatMap(({ title: fix, code }): types.RichTextBlockElement[] => [
      { type: 'rich_text_section', elements: elementsOf([{ loud: fix }, NEW_LINE]) },
      ...code.flatMap(({ text }) => preformatted(text, 1_200) ?? []),
    ]),
  ];
  return {
    text: escapeText(`${title}: ${lineText(prose(insight.lines[0] ?? ''))}`.slice(0, 1_000)),
    blocks: [{ type: 'rich_text', elements }],
  };
}
