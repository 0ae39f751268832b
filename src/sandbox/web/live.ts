/** Everything the page shows, alive: put together for a snapshot, and watched for what becomes different. */
import type { Happening, Workspace } from '../slack/index.js';
import type { Stage } from '../stage.js';
import { followWorkspace } from './follow.js';
import { healthOf } from './health.js';
import type { Snapshot, Update } from './protocol.js';
import { workspaceOf } from './show.js';
import { type Board, createBoard } from './switches/board.js';
import { switchGroups } from './switches/index.js';
import { createTimeline } from './timeline.js';
import { createTracer, type Effect, type Tracer } from './trace.js';
import { worldFactsOf } from './world-facts.js';

/** How often is looked at what tells of itself by nothing: the audit log, the health, the switches. */
const LOOK_MS = 500;

export interface Live {
  readonly board: Board;
  readonly tracer: Tracer;
  snapshot(): Snapshot;
  /** Looks for differences now, rather than at the next turn. */
  look(): void;
  close(): void;
}

export function createLive(stage: Stage, tell: (update: Update) => void): Live {
  const { company, slack, clock } = stage;
  const { world } = company.google;
  const startedAt = new Date(clock.now()).toISOString();
  const byHand = new Set<string>();
  const plain = createBoard(switchGroups(stage));
  const board: Board = {
    ...plain,
    flip: (id, position) => marking(() => plain.flip(id, position)),
    reset: () => marking(() => plain.reset()),
  };
  const timeline = createTimeline(world, company.config, (entry) => byHand.has(entry));
  const tracer = createTracer(tell, () => clock.now());
  const follower = followWorkspace(stage, tell);
  const health = () => healthOf(stage, startedAt);
  let healthTold = JSON.stringify(health());

  /** Remembers which entries of the audit log a switch has written. */
  async function marking<T>(move: () => Promise<T>): Promise<T> {
    const before = world.logEntries.length;
    try {
      return await move();
    } finally {
      for (const { insertId, logName } of world.logEntries.slice(before))
        if (logName.endsWith('activity')) byHand.add(insertId);
    }
  }

  function look(): void {
    follower.look();
    const moved = board.moved();
    if (moved.length > 0) tell({ type: 'switches', switches: moved });
    const news = timeline.news();
    if (news) tell({ type: 'timeline', timeline: news });
    const now = health();
    const text = JSON.stringify(now);
    if (text === healthTold) return;
    healthTold = text;
    tell({ type: 'health', health: now });
  }

  const stops = [
    follower.stop,
    company.google.watch(tracer.call),
    slack.state.happenings.on((happening) => {
      const effect = effectOf(happening, slack.state);
      if (effect) tracer.effect(effect);
    }),
  ];
  const timer = setInterval(look, LOOK_MS);
  timer.unref();

  return {
    board,
    tracer,
    snapshot: () => ({
      protocol: 1,
      workspace: workspaceOf(stage),
      world: worldFactsOf(stage),
      switches: board.shown(),
      trace: tracer.trace(),
      timeline: timeline.entries(),
      health: health(),
    }),
    look,
    close() {
      clearInterval(timer);
      tracer.close();
      for (const stop of stops) stop();
    },
  };
}

/** What the app made visible, and for whom. */
function effectOf(happening: Happening, { bot, channels }: Workspace): Effect | undefined {
  switch (happening.type) {
    case 'message':
    case 'message_changed': {
      const { user, botId, channel, threadTs } = happening.message;
      if (user !== bot.userId && botId === undefined) return undefined;
      const room = channels.get(channel);
      const person =
        room?.kind === 'im' ? [...room.members].find((member) => member !== bot.userId) : undefined;
      return {
        channel,
        ...(threadTs === undefined ? {} : { threadTs }),
        ...(person === undefined ? {} : { person }),
      };
    }
    case 'ephemeral':
    case 'ephemeral_changed': {
      const { user, channel, threadTs } = happening.message;
      return { person: user, channel, ...(threadTs === undefined ? {} : { threadTs }) };
    }
    case 'view':
    case 'home':
      return { person: happening.user };
    case 'reaction':
    case 'message_deleted':
    case 'ephemeral_deleted':
    case 'status':
    case 'view_closed':
    case 'api_call':
    case 'response_post':
    case 'acked':
    case 'socket':
      return undefined;
  }
}
