/** The Home tab: filled when somebody looks at it, seldom by itself, at once by its button. */

import { broken } from '../../asking/outcome.js';
import type { Desk, Feature } from '../../desk.js';
import { whatWentWrong } from '../../log.js';
import { type Click, type SlackEvent, textAt } from '../../payloads.js';
import { within } from '../../within.js';
import { publish } from './publish.js';
import { remember } from './recent.js';
import { AGAIN, type Shelf, showHome, type Viewer } from './show.js';

/** People go back and forth between the tabs; what they see is not old before this. */
const SELDOM_MS = 30_000;
/** A shared store that is slow must not keep the person waiting. */
const CLAIM_MS = 1_000;

interface State extends Shelf {
  /** Whose tab is being filled. */
  readonly busy: Set<string>;
}

async function isDue(userId: string, desk: Desk): Promise<boolean> {
  try {
    return await within(CLAIM_MS, desk.once.claim(`home ${userId}`, SELDOM_MS), true);
  } catch (error) {
    desk.log.warn({ error: whatWentWrong(error) }, 'Could not check when a Home tab was filled last');
    return true;
  }
}

export function createHome(): Feature {
  const states = new WeakMap<Desk, State>();
  const stateOf = (desk: Desk): State => {
    const state = states.get(desk) ?? { busy: new Set<string>(), health: undefined };
    states.set(desk, state);
    return state;
  };

  async function fill(viewer: Viewer, again: boolean, desk: Desk): Promise<void> {
    const state = stateOf(desk);
    if (state.busy.has(viewer.userId)) return;
    state.busy.add(viewer.userId);
    try {
      if (again || (await isDue(viewer.userId, desk))) await showHome(viewer, again, state, desk);
    } catch (error) {
      // “Looking …” must not stand there for ever.
      await publish(viewer.userId, broken(error, desk).message.blocks, undefined, desk);
    } finally {
      state.busy.delete(viewer.userId);
    }
  }

  return {
    name: 'home',
    events: {
      app_home_opened: async ({ event, teamId }: SlackEvent, desk) => {
        const userId = textAt(event, 'user');
        if (userId === undefined || (textAt(event, 'tab') ?? 'home') !== 'home') return;
        desk.follow('a Home tab', fill({ userId, teamId }, false, desk));
      },
    },
    actions: { [AGAIN]: ({ userId, teamId }: Click, desk) => fill({ userId, teamId }, true, desk) },
    hears: remember,
  };
}
