/** What people do with the app: type commands, press buttons, fill in modals, use shortcuts; talking is in `talk.ts`. */
import { type Pressed, pressed, submitted } from './actions.js';
import type { Context } from './context.js';
import type { Parcel } from './deliver.js';
import { isRecord, textOf } from './http.js';
import { blocksOf } from './methods/method.js';
import { makeView } from './methods/views.js';
import * as payloads from './payloads.js';
import type { ResponseUrls } from './response-urls.js';
import { createTalk, type Talk } from './talk.js';
import { escapeTyped } from './typed.js';
import type { Ack, ChannelMessage, EphemeralMessage, View } from './types.js';
import { wireView } from './wire.js';

export interface Slashed {
  readonly triggerId: string;
  readonly responseUrl: string;
  /** Names the address in `response_post` happenings. */
  readonly responseId: string;
  /** One per delivery; more than one only when asked for. */
  readonly acks: readonly [Ack, ...Ack[]];
}

export interface PeopleDo extends Talk {
  /** Types a command, `@ana` and all. `deliveries` above 1 plays the same command delivered again. */
  slash(
    user: string,
    channel: string,
    text: string,
    options?: { readonly command?: string; readonly deliveries?: number },
  ): Promise<Slashed>;
  /** Presses the element with this action id; rejects when the message has none. */
  click(
    user: string,
    message: ChannelMessage | EphemeralMessage,
    actionId: string,
    which?: Pressed,
  ): Promise<Ack>;
  clickInView(user: string, view: View, actionId: string, which?: Pressed): Promise<Ack>;
  /** Submits the modal on top; `values` by block id and action id. */
  submit(user: string, values: Readonly<Record<string, unknown>>): Promise<Ack>;
  /** Closes the modal on top. */
  dismiss(user: string): Promise<Ack | undefined>;
  /** A shortcut on a message, or the global kind. */
  shortcut(user: string, callbackId: string, on?: ChannelMessage): Promise<Ack>;
  /** Opens the app's Home, or its direct messages. */
  openHome(user: string, tab?: 'home' | 'messages'): Promise<Ack>;
}

export function createPeopleDo(
  context: Context,
  responseUrls: ResponseUrls,
  send: (parcel: Parcel) => Promise<Ack>,
): PeopleDo {
  const { workspace, triggers } = context;
  const interact = (payload: object, acceptsResponsePayload = false) =>
    send({ type: 'interactive', payload, acceptsResponsePayload });

  function top(user: string): View {
    const view = workspace.modals.get(user)?.at(-1);
    if (view === undefined) throw new Error(`${user} has no modal open`);
    return view;
  }

  function said(ack: Ack, user: string, channel: string, responseId: string, command: string): void {
    if (!ack.ok) {
      workspace.slackbot(user, channel, `${command} failed with the error "${ack.problem ?? 'unknown'}"`);
      return;
    }
    const text =
      typeof ack.payload === 'string' ? ack.payload : isRecord(ack.payload) ? textOf(ack.payload.text) : '';
    const blocks = isRecord(ack.payload) ? blocksOf(ack.payload.blocks) : [];
    if ((text ?? '') === '' && blocks.length === 0) return;
    const content = { text: text ?? '', blocks };
    context.check('ack', content);
    const message = workspace.postEphemeral({ ...content, channel, user, threadTs: undefined, via: 'ack' });
    responseUrls.acked(responseId, message.ts);
  }

  return {
    ...createTalk(context),
    async slash(user, channel, text, options = {}) {
      const command = options.command ?? '/iap';
      const triggerId = triggers.issue(user);
      const { id, url } = responseUrls.issue(user, channel, undefined);
      const payload = payloads.commandPayload(workspace, {
        command,
        text: escapeTyped(text, workspace),
        user,
        channel,
        responseUrl: url,
        triggerId,
      });
      const parcel: Parcel = { type: 'slash_commands', payload, acceptsResponsePayload: true };
      const again = Array.from({ length: (options.deliveries ?? 1) - 1 }, () => send(parcel));
      const acks: [Ack, ...Ack[]] = [await send(parcel), ...(await Promise.all(again))];
      said(acks[0], user, channel, id, command);
      return { triggerId, responseUrl: url, responseId: id, acks };
    },
    async click(user, message, actionId, which) {
      const action = pressed(message.blocks, message.ts, actionId, which);
      const original =
        message.kind === 'ephemeral'
          ? ({ kind: 'ephemeral', ts: message.ts } as const)
          : ({ kind: 'message', channel: message.channel, ts: message.ts } as const);
      const { url } = responseUrls.issue(user, message.channel, original);
      const triggerId = triggers.issue(user);
      return interact(
        payloads.clickPayload(workspace, { user, message, action, responseUrl: url, triggerId }),
      );
    },
    async clickInView(user, view, actionId, which) {
      const blocks = Array.isArray(view.view.blocks) ? view.view.blocks : [];
      const action = pressed(blocks, view.id, actionId, which);
      return interact(
        payloads.viewClickPayload(workspace, { user, view, action, triggerId: triggers.issue(user) }),
      );
    },
    async submit(user, values) {
      const view = top(user);
      const triggerId = triggers.issue(user);
      const ack = await interact(
        payloads.viewPayload(workspace, {
          type: 'view_submission',
          user,
          view,
          values: submitted(view.view, values),
          triggerId,
        }),
        true,
      );
      if (ack.ok) afterSubmission(user, view, ack.payload);
      return ack;
    },
    async dismiss(user) {
      const view = top(user);
      workspace.setModals(user, (workspace.modals.get(user) ?? []).slice(0, -1));
      workspace.happenings.add({ type: 'view_closed', user, view });
      if (view.view.notify_on_close !== true) return undefined;
      const triggerId = triggers.issue(user);
      return interact(
        payloads.viewPayload(workspace, { type: 'view_closed', user, view, values: {}, triggerId }),
      );
    },
    async shortcut(user, callbackId, message) {
      // No app can change what a person wrote: for their messages the address is as that of a command.
      const original =
        message?.user === workspace.bot.userId
          ? ({ kind: 'message', channel: message.channel, ts: message.ts } as const)
          : undefined;
      const on = message && { message, responseUrl: responseUrls.issue(user, message.channel, original).url };
      const triggerId = triggers.issue(user);
      return interact(payloads.shortcutPayload(workspace, { user, callbackId, triggerId, on }));
    },
    async openHome(user, tab = 'home') {
      const view = workspace.homes.get(user);
      const event = {
        type: 'app_home_opened',
        user,
        channel: workspace.directMessages(user).id,
        tab,
        ...(tab === 'home' && view !== undefined ? { view: wireView(view, workspace) } : {}),
        event_ts: workspace.nextTs(),
      };
      return send({
        type: 'events_api',
        payload: payloads.eventPayload(workspace, event),
        acceptsResponsePayload: false,
      });
    },
  };

  /** Follows `response_action`; without one the modal on top closes. */
  function afterSubmission(user: string, view: View, payload: unknown): void {
    const answer = isRecord(payload) ? payload : {};
    const stack = workspace.modals.get(user) ?? [];
    if (answer.response_action === 'errors') return;
    if (answer.response_action === 'clear') {
      workspace.setModals(user, []);
      return;
    }
    if (answer.response_action === 'update' || answer.response_action === 'push') {
      const pushes = answer.response_action === 'push';
      const next = makeView({ view: answer.view }, context, pushes ? view : undefined);
      workspace.setModals(user, pushes ? [...stack, next] : [...stack.slice(0, -1), next]);
      workspace.happenings.add({ type: 'view', user, view: next, how: pushes ? 'push' : 'update' });
      return;
    }
    workspace.setModals(user, stack.slice(0, -1));
    workspace.happenings.add({ type: 'view_closed', user, view });
  }
}
