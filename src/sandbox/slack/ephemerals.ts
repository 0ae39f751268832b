/** Messages that one person alone sees: of the app, and of Slack itself. Never part of a channel's history. */
import type { Happenings } from './happenings.js';
import type { Content, EphemeralMessage } from './types.js';

export interface Ephemerals {
  readonly all: readonly EphemeralMessage[];
  postEphemeral(message: Omit<EphemeralMessage, 'kind' | 'ts' | 'from' | 'earlier'>): EphemeralMessage;
  /** What Slack itself tells one person, for instance that a command failed. */
  slackbot(user: string, channel: string, text: string): void;
  changeEphemeral(ts: string, content: Content): EphemeralMessage | undefined;
  removeEphemeral(ts: string): EphemeralMessage | undefined;
}

export function createEphemerals(happenings: Happenings, nextTs: () => string): Ephemerals {
  const all: EphemeralMessage[] = [];
  const add = (message: EphemeralMessage): EphemeralMessage => {
    all.push(message);
    happenings.add({ type: 'ephemeral', message });
    return message;
  };
  return {
    all,
    postEphemeral: (given) => add({ ...given, kind: 'ephemeral', ts: nextTs(), from: 'app', earlier: [] }),
    slackbot(user, channel, text) {
      add({
        kind: 'ephemeral',
        channel,
        user,
        text,
        blocks: [],
        ts: nextTs(),
        threadTs: undefined,
        from: 'slackbot',
        via: 'slack',
        earlier: [],
      });
    },
    changeEphemeral(ts, content) {
      const index = all.findIndex((message) => message.ts === ts);
      const old = all[index];
      if (old === undefined) return undefined;
      const earlier = [...old.earlier, { text: old.text, blocks: old.blocks }];
      const message: EphemeralMessage = { ...old, text: content.text, blocks: content.blocks, earlier };
      all[index] = message;
      happenings.add({ type: 'ephemeral_changed', message });
      return message;
    },
    removeEphemeral(ts) {
      const index = all.findIndex((message) => message.ts === ts);
      const [message] = index < 0 ? [] : all.splice(index, 1);
      if (message !== undefined) happenings.add({ type: 'ephemeral_deleted', message });
      return message;
    },
  };
}
