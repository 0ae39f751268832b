/** Small snapshots and messages for the tests of the page. */
import type { Message, Question, Snapshot } from '../../src/sandbox/web/protocol.js';

/** A message of channel `C1`, unless told otherwise. */
export function message(ts: string, over: Partial<Message> = {}): Message {
  return { channel: 'C1', ts, from: 'U9', text: '', blocks: [], edited: false, reactions: [], ...over };
}

interface Said {
  readonly messages?: readonly Message[];
  readonly ephemerals?: readonly Message[];
  readonly questions?: readonly Question[];
}

export function snapshot({ messages = [], ephemerals = [], questions = [] }: Said = {}): Snapshot {
  return {
    protocol: 1,
    workspace: {
      team: { id: 'T1', name: 'Acme' },
      bot: { userId: 'U9', name: 'iap-doctor' },
      people: [],
      channels: [],
      messages,
      ephemerals,
      modals: {},
      homes: {},
      commands: ['/iap'],
      shortcuts: [],
      globalShortcuts: [],
    },
    world: { company: 'acme.test', services: [], suggestions: [], scenes: [] },
    switches: [],
    trace: { note: '', questions, calls: [] },
    timeline: [],
    health: {
      startedAt: '2026-11-22T12:00:00.000Z',
      bot: { ready: true, mode: 'socket' },
      redis: { state: 'absent', note: '' },
      violations: [],
    },
  };
}
