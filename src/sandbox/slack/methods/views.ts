/** `views.*`: modals and the Home tab, with trigger ids, the stack of three and hashes. */

import type { Context } from '../context.js';
import type { Args } from '../http.js';
import { isRecord, structureOf, textOf } from '../http.js';
import type { View } from '../types.js';
import { wireView } from '../wire.js';
import { ApiError, type Method, need } from './method.js';

/** Source: Slack "Modals": a stack of at most three views. */
const DEEPEST = 3;

export const viewMethods: readonly Method[] = [
  {
    name: 'views.open',
    token: 'bot',
    scopes: [],
    run: (args, context) => {
      const user = exchange(args, context);
      const view = makeView(args, context, undefined);
      context.workspace.setModals(user, [view]);
      context.workspace.happenings.add({ type: 'view', user, view, how: 'open' });
      return { view: wireView(view, context.workspace) };
    },
  },
  {
    name: 'views.push',
    token: 'bot',
    scopes: [],
    run: (args, context) => {
      const user = exchange(args, context);
      const stack = context.workspace.modals.get(user) ?? [];
      if (stack.length >= DEEPEST) throw new ApiError('push_limit_reached');
      const view = makeView(args, context, stack.at(-1));
      context.workspace.setModals(user, [...stack, view]);
      context.workspace.happenings.add({ type: 'view', user, view, how: 'push' });
      return { view: wireView(view, context.workspace) };
    },
  },
  {
    name: 'views.update',
    token: 'bot',
    scopes: [],
    run: (args, context) => ({ view: wireView(updateView(args, context), context.workspace) }),
  },
  {
    name: 'views.publish',
    token: 'bot',
    scopes: [],
    run: (args, context) => {
      const user = need(args, 'user_id', 'invalid_arguments');
      if (!context.workspace.users.has(user)) throw new ApiError('user_not_found');
      const old = context.workspace.homes.get(user);
      expectHash(args, old);
      const made = makeView(args, context, undefined);
      if (made.type !== 'home') throw new ApiError('invalid_arguments');
      // One Home per person: its id stays, its hash changes.
      const view = old === undefined ? made : { ...made, id: old.id, rootViewId: old.rootViewId };
      context.workspace.setHome(user, view);
      return { view: wireView(view, context.workspace) };
    },
  },
];

/** A hash, where one is given, has to be that of what stands there (docs `views.update`, "hash"). */
function expectHash(args: Args, old: View | undefined): void {
  const hash = textOf(args.hash);
  if (hash !== undefined && hash !== old?.hash) throw new ApiError('hash_conflict');
}

/** Replaces a modal wherever it stands in somebody's stack. */
function updateView(args: Args, context: Context): View {
  const wanted = textOf(args.view_id);
  const external = textOf(args.external_id);
  if (wanted === undefined && external === undefined) throw new ApiError('invalid_arguments');
  for (const [user, stack] of context.workspace.modals) {
    const old = stack.find((one) =>
      wanted === undefined ? one.view.external_id === external : one.id === wanted,
    );
    if (old === undefined) continue;
    expectHash(args, old);
    const { id, rootViewId, previousViewId } = old;
    const view: View = { ...makeView(args, context, undefined), id, rootViewId, previousViewId };
    const next = stack.map((one) => (one.id === id ? view : one));
    context.workspace.setModals(user, next);
    context.workspace.happenings.add({ type: 'view', user, view, how: 'update' });
    return view;
  }
  throw new ApiError('not_found');
}

function exchange(args: Args, context: Context): string {
  const result = context.triggers.exchange(need(args, 'trigger_id', 'invalid_arguments'));
  if ('fault' in result) throw new ApiError(result.fault);
  return result.user;
}

/** Reads and checks a view. Source: Block Kit reference, "Views". */
export function makeView(args: Args, context: Context, below: View | undefined): View {
  const view = structureOf(args.view);
  if (!isRecord(view) || (view.type !== 'modal' && view.type !== 'home'))
    throw new ApiError('invalid_arguments');
  const wrong = context.checkView(`a ${view.type} view`, view);
  if (wrong.length > 0) throw new ApiError('invalid_arguments', { response_metadata: { messages: wrong } });
  const privateMetadata = textOf(view.private_metadata) ?? '';
  const id = context.workspace.nextId('V');
  return {
    id,
    hash: `${context.workspace.nextTs()}.${id}`,
    type: view.type,
    callbackId: textOf(view.callback_id) ?? '',
    privateMetadata,
    rootViewId: below?.rootViewId ?? id,
    previousViewId: below?.id,
    view,
  };
}
