/** What goes to the owner of a service: who asks, what stops them, what would mend it; and what came of it. */
import type { Fix } from '../fixes/types.js';
import { bare, REACH } from './kinds/why-todo.js';
import type { NoticePart, Piece } from './notice.js';
import { bold, plain, prose, sentence } from './spans.js';

export interface OwnerRequest {
  /** Slack's id of whoever asks. */
  readonly userId: string;
  /** Whom it is about, where that is not who asks. */
  readonly person: string | undefined;
  readonly place: string;
  /** The verdict in one line, as anybody may read it. */
  readonly headline: string;
  readonly fix: Pick<Fix, 'title' | 'overgrant' | 'gcloud' | 'terraform' | 'then'> & {
    readonly who?: string | undefined;
  };
  readonly note: string | undefined;
  readonly reference: string;
}

/** What owners have said so far. */
export interface OwnerReplies {
  readonly done: { readonly userId: string; readonly at: number } | undefined;
  /** People who cannot do it, or whose business it is not. */
  readonly noes: readonly { readonly userId: string; readonly how: 'cant' | 'notme' }[];
}

/** The request as the owner gets it, and as the requester sees it before it is sent. */
export function ownerRequest(request: OwnerRequest): readonly NoticePart[] {
  const { fix, userId, person, place, note } = request;
  const code = [
    ...(fix.gcloud === null ? [] : [{ label: 'gcloud', text: fix.gcloud }]),
    ...(fix.terraform === null ? [] : [{ label: 'Terraform', text: fix.terraform }]),
  ];
  const help: Piece[] =
    person === undefined
      ? [plain(' asks you for help with ')]
      : [plain(' asks you to help '), bold(person), plain(' with ')];
  const reach = REACH[fix.overgrant];
  // Whoever asked has the bot look again; the owner need not.
  const then = fix.then.replace(/\s*Ask me again[^.;]*(?:; I read it afresh)?\./g, '').trim();
  const by = fix.who === undefined ? '' : ` (for ${fix.who})`;
  return [
    { line: [{ user: userId }, ...help, bold(place), plain('.')] },
    { line: [bold('What stands in the way: '), ...prose(request.headline)] },
    {
      line: [bold('What would mend it: '), ...prose(`${bare(fix.title).replace(/\.$/, '')}${by}.`)],
      code,
    },
    { line: [plain(reach === '' ? '' : `${reach} `), ...prose(sentence(then))] },
    ...(note === undefined ? [] : [{ line: [bold('They add:')], quote: note }]),
  ];
}

/** The lines below it, as owners answer. */
export function ownerReplies({ done, noes }: OwnerReplies): readonly NoticePart[] {
  const said = noes.map(({ userId, how }) => ({
    line: [{ user: userId }, plain(how === 'cant' ? ' cannot do it.' : ' says it is for somebody else.')],
  }));
  if (done === undefined) return said;
  return [
    ...said,
    {
      line: [
        bold('Done by '),
        { user: done.userId },
        plain(' at '),
        { at: done.at },
        plain('. I check whether it works now, and tell who asked.'),
      ],
    },
  ];
}

/** Small print below the request. */
export const ownerFootnote = (reference: string): string =>
  `${reference} · I change nothing myself: you act with your own rights, and I check afterwards.`;

/** To whom it goes, before it is sent. */
export type Addressee =
  | { readonly channel: string }
  | { readonly email: string }
  | { readonly group: string };

export function addressees(to: readonly Addressee[], place: string): NoticePart {
  const names = to.flatMap((one, i): Piece[] => {
    const between: Piece[] = i === 0 ? [] : [plain(', ')];
    if ('channel' in one) return [...between, { channel: one.channel }];
    return [...between, bold('email' in one ? one.email : `the members of ${one.group}`)];
  });
  return {
    line: [
      plain('This goes to the owners of '),
      bold(place),
      plain(': '),
      ...names,
      plain('. Nothing has been sent yet.'),
    ],
  };
}

/** To whoever asked. */
export const toRequester = {
  sent: (place: string, people: number, channel: string | undefined): readonly NoticePart[] => [
    {
      line: [
        plain('I have asked the owners of '),
        bold(place),
        ...(channel === undefined
          ? [plain(people === 1 ? ' (one person)' : ` (${people} people, each alone)`)]
          : [plain(' in '), { channel }]),
        plain('. When one of them says it is done, I check and tell you.'),
      ],
    },
  ],
  already: (place: string, ago: string): string =>
    `You asked the owners of ${place} about this ${ago} ago. I will tell you as soon as one of them answers.`,
  nobody: (place: string): string =>
    `I could not reach anybody of the owners of ${place} in Slack, so nothing was sent. Please ask them another way and quote the reference.`,
  done: (by: string, place: string): readonly NoticePart[] => [
    {
      line: [
        { user: by },
        plain(' says it is done: access to '),
        bold(place),
        plain(' should be mended. I am checking, and tell you when it works.'),
      ],
    },
  ],
  cant: (by: string, place: string): readonly NoticePart[] => [
    { line: [{ user: by }, plain(' cannot mend access to '), bold(place), plain('.')] },
  ],
  nobodyLeft: (place: string): readonly NoticePart[] => [
    {
      line: [
        plain('None of the people I asked about '),
        bold(place),
        plain(' can help. Please ask whoever runs it another way.'),
      ],
    },
  ],
} as const;
