/** What the page shows after one more update; the rules of `protocol.ts`, without a browser. */
import type { Message, Snapshot, Update } from '../../web/protocol.js';

/** The same list with one item replaced by its key, or added at the end. */
function put<T>(list: readonly T[], item: T, same: (one: T) => boolean): readonly T[] {
  const at = list.findIndex(same);
  return at < 0 ? [...list, item] : list.with(at, item);
}

const isMessage =
  (channel: string, ts: string) =>
  (one: Message): boolean =>
    one.channel === channel && one.ts === ts;

/** Applies one update. Applying it twice gives the same. */
export function apply(now: Snapshot, update: Update): Snapshot {
  const { workspace, trace } = now;
  switch (update.type) {
    case 'message': {
      const { message } = update;
      const messages = put(workspace.messages, message, isMessage(message.channel, message.ts));
      return { ...now, workspace: { ...workspace, messages } };
    }
    case 'message_deleted': {
      const gone = isMessage(update.channel, update.ts);
      return {
        ...now,
        workspace: { ...workspace, messages: workspace.messages.filter((one) => !gone(one)) },
      };
    }
    case 'ephemeral': {
      const ephemerals = put(workspace.ephemerals, update.message, (one) => one.ts === update.message.ts);
      return { ...now, workspace: { ...workspace, ephemerals } };
    }
    case 'ephemeral_deleted': {
      const ephemerals = workspace.ephemerals.filter((one) => one.ts !== update.ts);
      return { ...now, workspace: { ...workspace, ephemerals } };
    }
    case 'channel': {
      const channels = put(workspace.channels, update.channel, (one) => one.id === update.channel.id);
      return { ...now, workspace: { ...workspace, channels } };
    }
    case 'modals':
      return {
        ...now,
        workspace: { ...workspace, modals: { ...workspace.modals, [update.person]: update.views } },
      };
    case 'home':
      return {
        ...now,
        workspace: { ...workspace, homes: { ...workspace.homes, [update.person]: update.view } },
      };
    case 'switches': {
      const changed = new Map(update.switches.map((one) => [one.id, one]));
      const switches = now.switches.map((group) => ({
        ...group,
        switches: group.switches.map((one) => changed.get(one.id) ?? one),
      }));
      return { ...now, switches };
    }
    case 'question': {
      const questions = put(trace.questions, update.question, (one) => one.id === update.question.id);
      return { ...now, trace: { ...trace, questions } };
    }
    case 'call': {
      const calls = put(trace.calls, update.call, (one) => one.id === update.call.id);
      return { ...now, trace: { ...trace, calls } };
    }
    case 'trace_cleared':
      return { ...now, trace: { ...trace, questions: [], calls: [] } };
    case 'timeline':
      return { ...now, timeline: update.timeline };
    case 'health':
      return { ...now, health: update.health };
  }
}
