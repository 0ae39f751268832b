/** What one person sees of a channel, in order: messages, what only they see, what they typed, and threads. */
import type { Message, Question, Snapshot } from '../../web/protocol.js';

export type Line =
  | { readonly kind: 'message'; readonly message: Message; readonly replies: readonly Message[] }
  /** A slash command the person typed; Slack shows it to nobody, the sandbox to the one who did. */
  | { readonly kind: 'typed'; readonly question: Question };

/** Seconds since 1970 and the order within the second. */
function moment(ts: string): readonly [number, number] {
  const [seconds = '0', serial = '0'] = ts.split('.');
  return [Number(seconds), Number(serial)];
}

function byTs(a: Message, b: Message): number {
  const [secondsA, serialA] = moment(a.ts);
  const [secondsB, serialB] = moment(b.ts);
  return secondsA - secondsB || serialA - serialB;
}

/** Whether it stands in the channel itself. */
const isTop = (message: Message): boolean =>
  message.threadTs === undefined || message.threadTs === message.ts;

/** Everything `person` may see in a channel, oldest first. */
export function visibleIn({ workspace }: Snapshot, channel: string, person: string): readonly Message[] {
  return [
    ...workspace.messages.filter((one) => one.channel === channel),
    ...workspace.ephemerals.filter((one) => one.channel === channel && one.onlyFor === person),
  ].sort(byTs);
}

/** The channel as lines. A reply whose thread is not there stands in the channel by itself. */
export function linesOf(snapshot: Snapshot, channel: string, person: string): readonly Line[] {
  const visible = visibleIn(snapshot, channel, person);
  const tops = new Set(visible.filter(isTop).map((one) => one.ts));
  const inThread = (one: Message): boolean => !isTop(one) && tops.has(one.threadTs ?? '');
  const lines: Line[] = visible
    .filter((one) => !inThread(one))
    .map((message) => ({
      kind: 'message',
      message,
      replies: visible.filter((one) => inThread(one) && one.threadTs === message.ts),
    }));
  const typed = snapshot.trace.questions.filter(
    (one) => one.channel === channel && one.person === person && one.what.startsWith('/'),
  );
  for (const question of typed) {
    // Time stamps of messages are whole seconds: what was typed stands before all of its second.
    const second = Math.floor(Date.parse(question.at) / 1_000);
    const after = lines.findIndex((line) => line.kind === 'message' && moment(line.message.ts)[0] >= second);
    lines.splice(after < 0 ? lines.length : after, 0, { kind: 'typed', question });
  }
  return lines;
}

/** `14:02`, in the reader's own time zone. */
export function clockTime(at: number): string {
  return new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
}

export const timeOf = (ts: string): number => moment(ts)[0] * 1_000;
