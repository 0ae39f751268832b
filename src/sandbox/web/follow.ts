/** Follows the emulated workspace and tells what became different in it. */
import type { Happening, View } from '../slack/index.js';
import type { Stage } from '../stage.js';
import type { Update } from './protocol.js';
import { channelOf, messageOf, viewOf } from './show.js';

export interface Follower {
  /** Looks for what no happening tells of: modals that were closed together, and new direct messages. */
  look(): void;
  stop(): void;
}

export function followWorkspace(stage: Stage, tell: (update: Update) => void): Follower {
  const { state } = stage.slack;
  const channels = new Set(state.channels.keys());
  const modals = new Map<string, readonly View[]>(state.modals);

  function look(): void {
    for (const [id, room] of state.channels) {
      if (channels.has(id)) continue;
      channels.add(id);
      tell({ type: 'channel', channel: channelOf(room, stage) });
    }
    for (const [person, views] of state.modals) {
      if (modals.get(person) === views) continue;
      modals.set(person, views);
      tell({ type: 'modals', person, views: views.map(viewOf) });
    }
  }

  function on(happening: Happening): void {
    look();
    const update = updateOf(happening, stage);
    if (update) tell(update);
  }

  return { look, stop: state.happenings.on(on) };
}

/** What a happening changes of what is to be seen; modals are looked at, the rest is not to be seen in Slack. */
function updateOf(happening: Happening, stage: Stage): Update | undefined {
  switch (happening.type) {
    case 'message':
    case 'message_changed':
    case 'reaction':
      return { type: 'message', message: messageOf(happening.message, stage) };
    case 'message_deleted': {
      const { channel, ts } = happening.message;
      return { type: 'message_deleted', channel, ts };
    }
    case 'ephemeral':
    case 'ephemeral_changed':
      return { type: 'ephemeral', message: messageOf(happening.message, stage) };
    case 'ephemeral_deleted':
      return { type: 'ephemeral_deleted', ts: happening.message.ts };
    case 'home':
      return { type: 'home', person: happening.user, view: viewOf(happening.view) };
    case 'status':
    case 'view':
    case 'view_closed':
    case 'api_call':
    case 'response_post':
    case 'acked':
    case 'socket':
      return undefined;
  }
}
