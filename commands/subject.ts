/** Whom the words of a question mean: themselves, an address, or somebody mentioned in Slack. */
import type { Asking } from '../src/app.js';
import type { AskedWho, Typed } from '../src/names/asked.js';
import type { Subject } from '../src/names/index.js';

export interface AskedSubject {
  readonly subject: Subject;
  readonly asked: string;
}

const refuse = (message: string, nearest: string | undefined): Typed<never> => ({
  ok: false,
  mistake: { message, nearest },
});

/** `@ana` for `<@U1|ana>`; a mention without a label has only a number to show. */
const mentioned = (asked: string): string => {
  const label = /^<@\w+\|([^>]+)>$/.exec(asked)?.[1];
  return label === undefined ? 'the person you mentioned' : `@${label}`;
};

/** In the terminal `me` needs `--me`; in Slack it is whoever typed. `verb` stands in what would be right. */
export async function subjectOf(who: AskedWho, asking: Asking, verb: string): Promise<Typed<AskedSubject>> {
  const { speaker } = asking;
  switch (who.kind) {
    case 'subject':
      return { ok: true, value: who };
    case 'me':
      return speaker.self
        ? { ok: true, value: { subject: speaker.self, asked: 'me' } }
        : refuse(
            speaker.surface === 'slack'
              ? 'I cannot see an e-mail address in your Slack profile, so I do not know who you are to Google. An administrator of this bot can ask for you.'
              : 'In the terminal I do not know who \u201cme\u201d is.',
            speaker.surface === 'slack' ? undefined : `${verb} me --me you@example.com`,
          );
    case 'slackUser': {
      const subject = await speaker.resolveSlackUser?.(who.id);
      return subject
        ? { ok: true, value: { subject, asked: who.asked } }
        : refuse(`I cannot see the e-mail address of ${mentioned(who.asked)}.`, `${verb} name@example.com`);
    }
  }
}
