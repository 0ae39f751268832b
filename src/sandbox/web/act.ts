/** Does what the page asks for: what people do in Slack, and the switches. */
import type { Ack, ChannelMessage, EphemeralMessage, View } from '../slack/index.js';
import type { Stage } from '../stage.js';
import type { Action, ActResult, Block } from './protocol.js';
import { playScene } from './scenes.js';
import { imOf } from './show.js';
import type { Board } from './switches/board.js';
import type { Tracer } from './trace.js';

const DONE: ActResult = { ok: true };
const wrong = (error: string): ActResult => ({ ok: false, error });

/** Said where somebody or something is named that is not there; becomes the answer. */
class Refused extends Error {}

/** Performs actions; never throws. */
export function createActor(
  stage: Stage,
  board: Board,
  tracer: Tracer,
): (action: Action) => Promise<ActResult> {
  const { slack } = stage;
  const { state } = slack;

  function need<T>(found: T | undefined, error: string): T {
    if (found === undefined) throw new Refused(error);
    return found;
  }
  const person = (id: string): string =>
    need(stage.people.find((one) => one.id === id)?.id, 'There is no such person in the workspace.');
  function room(id: string, who: string): string {
    const own = id === imOf(who) ? state.directMessages(who) : undefined;
    const found = need(own ?? state.channels.get(id), 'There is no such channel.');
    if (!found.members.has(who)) throw new Refused('This person is not in that channel.');
    return id;
  }
  const posted = (channel: string, ts: string): ChannelMessage =>
    need(
      state.channels.get(channel)?.messages.find((one) => one.ts === ts),
      'That message is no longer there.',
    );
  const seenBy = (who: string, channel: string, ts: string): ChannelMessage | EphemeralMessage =>
    state.ephemerals.find((one) => one.ts === ts && one.channel === channel && one.user === who) ??
    posted(room(channel, who), ts);
  function viewOf(who: string, id: string): View {
    const home = state.homes.get(who);
    return need(
      home?.id === id ? home : state.modals.get(who)?.find((view) => view.id === id),
      'That view is no longer open.',
    );
  }

  const asks = (
    who: string,
    what: string,
    more: { channel?: string; threadTs?: string } = {},
    certain = false,
  ) => tracer.ask({ person: who, what, certain, ...more });

  function say(who: string, channel: string, text: string, threadTs?: string): void {
    const message = slack.say(who, channel, text, threadTs === undefined ? {} : { threadTs });
    // Elsewhere nobody asks the bot.
    const heard = stage.channels.some(({ id, optedIn }) => id === channel && optedIn);
    if (heard || channel === imOf(who) || message.text.includes(`<@${state.bot.userId}`))
      asks(who, text, { channel, threadTs: threadTs ?? message.ts });
  }
  const shortcutOf = (callbackId: string, type: 'message' | 'global') =>
    need(
      stage.manifest.shortcuts.find((one) => one.callbackId === callbackId && one.type === type),
      'The app has no such shortcut.',
    );

  async function perform(action: Action): Promise<ActResult> {
    switch (action.type) {
      case 'say': {
        const who = person(action.person);
        const channel = room(action.channel, who);
        const { text, threadTs } = action;
        if (threadTs !== undefined) posted(channel, threadTs);
        say(who, channel, text, threadTs);
        return DONE;
      }
      case 'slash': {
        const who = person(action.person);
        const channel = room(action.channel, who);
        const { command, words } = readCommand(action.text, stage.manifest.commands);
        if (command === undefined) return wrong(`${words} is not a command of this workspace.`);
        asks(who, `${command} ${words}`.trim(), { channel }, true);
        const { acks } = await slack.slash(who, channel, words, { command });
        return taken(acks[0]);
      }
      case 'click': {
        const who = person(action.person);
        const { channel, ts, actionId, blockId, value } = action;
        const message = seenBy(who, channel, ts);
        asks(who, labelOf(message.blocks, actionId), { channel, threadTs: message.threadTs ?? message.ts });
        return taken(await slack.click(who, message, actionId, pick(blockId, value)));
      }
      case 'click_in_view': {
        const who = person(action.person);
        const { viewId, actionId, blockId, value } = action;
        const view = viewOf(who, viewId);
        asks(who, labelOf(view.view.blocks, actionId));
        return taken(await slack.clickInView(who, view, actionId, pick(blockId, value)));
      }
      case 'submit': {
        const who = person(action.person);
        need(state.modals.get(who)?.at(-1), 'No modal is open.');
        asks(who, 'Submitted a form');
        const ack = await slack.submit(who, action.values);
        const fields = errorsIn(ack.payload);
        return fields ? { ok: false, error: Object.values(fields).join(' '), fields } : taken(ack);
      }
      case 'close': {
        const who = person(action.person);
        need(state.modals.get(who)?.at(-1), 'No modal is open.');
        const ack = await slack.dismiss(who);
        return ack ? taken(ack) : DONE;
      }
      case 'shortcut': {
        const who = person(action.person);
        const message = posted(room(action.channel, who), action.ts);
        const { name, callbackId } = shortcutOf(action.callbackId, 'message');
        asks(who, name, { channel: action.channel, threadTs: message.threadTs ?? message.ts });
        return taken(await slack.shortcut(who, callbackId, message));
      }
      case 'global_shortcut': {
        const who = person(action.person);
        const { name, callbackId } = shortcutOf(action.callbackId, 'global');
        asks(who, name);
        return taken(await slack.shortcut(who, callbackId));
      }
      case 'play':
        return playScene(action.scene, stage, board, say);
      case 'open_home': {
        const who = person(action.person);
        asks(who, 'Opened the Home tab');
        return taken(await slack.openHome(who));
      }
      case 'flip':
        return board.flip(action.switch, action.position);
      case 'reset':
        return board.reset();
      case 'clear_trace':
        tracer.clear();
        return DONE;
    }
  }

  return async (action) => {
    try {
      return await perform(action);
    } catch (error) {
      return wrong(error instanceof Error ? error.message : String(error));
    }
  };
}

/** As Slack tells the person who did it. */
function taken({ ok, problem }: Ack): ActResult {
  if (ok) return DONE;
  return wrong(
    problem === 'operation_timeout'
      ? 'The app did not answer within three seconds (operation_timeout).'
      : `The app did not take it (${problem ?? 'dispatch_failed'}).`,
  );
}

/** `/iap why me` or `why me`: the command and the words after it; the word alone where it is of no app. */
function readCommand(
  text: string,
  commands: readonly string[],
): { readonly command: string | undefined; readonly words: string } {
  const [, first = '', rest = ''] = /^\s*(\/\S*)?([\s\S]*)$/.exec(text) ?? [];
  if (first === '') return { command: commands[0], words: text.trim() };
  if (!commands.includes(first)) return { command: undefined, words: first };
  return { command: first, words: rest.trim() };
}

const pick = (blockId: string | undefined, value: string | undefined) => ({
  ...(blockId === undefined ? {} : { blockId }),
  ...(value === undefined ? {} : { value }),
});

const isRecord = (value: unknown): value is Block =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What stands on the element that was pressed. */
function labelOf(blocks: unknown, actionId: string): string {
  for (const block of Array.isArray(blocks) ? blocks.filter(isRecord) : []) {
    const elements: readonly unknown[] = Array.isArray(block.elements) ? block.elements : [];
    for (const element of [block.accessory, ...elements])
      if (isRecord(element) && element.action_id === actionId && isRecord(element.text))
        return String(element.text.text ?? actionId);
  }
  return actionId;
}

/** `response_action: errors`: what is wrong with a form, by block. */
function errorsIn(payload: unknown): Readonly<Record<string, string>> | undefined {
  if (!isRecord(payload) || payload.response_action !== 'errors' || !isRecord(payload.errors))
    return undefined;
  return Object.fromEntries(Object.entries(payload.errors).map(([block, text]) => [block, String(text)]));
}
