/** `response_url`: five posts in half an hour, ephemeral unless said otherwise, replacing and deleting the original. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Context } from './context.js';
import { playFault } from './faults.js';
import { flagOf, isRecord, parseJson, readText, sendJson, textOf } from './http.js';
import { refusal } from './limits.js';
import { ApiError, blocksOf } from './methods/method.js';
import type { Content } from './types.js';

/** Source: Slack "Handling user interaction": up to five times within thirty minutes. */
const MOST_USES = 5;
const LIFE_MS = 30 * 60_000;

type Original =
  | { readonly kind: 'ephemeral'; readonly ts: string }
  | { readonly kind: 'message'; readonly channel: string; readonly ts: string };

interface Target {
  readonly id: string;
  readonly user: string;
  readonly channel: string;
  readonly openedAt: number;
  /** Whether `replace_original` may find what an earlier post through this address put there. */
  readonly followsOwnPosts: boolean;
  original: Original | undefined;
  uses: number;
}

export interface ResponseUrls {
  /** A new address; `original` is the message that was clicked. */
  issue(
    user: string,
    channel: string,
    original: Original | undefined,
  ): { readonly id: string; readonly url: string };
  /** What the app said in its acknowledgement of a command becomes the original. */
  acked(id: string, ts: string): void;
  /** Answers a POST to one of the addresses. */
  answer(path: string, request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/**
 * @param replaceOnCommands Whether `replace_original` replaces what a command's own address posted before. Slack's
 * pages read so; people report that each post to a command stays a message of its own (bolt-js #2287).
 */
export function createResponseUrls(
  base: () => string,
  context: Context,
  replaceOnCommands: boolean,
): ResponseUrls {
  const targets = new Map<string, Target>();
  const { workspace } = context;

  function take(target: Target | undefined, raw: string): { status: number; reply: object } {
    const body = parseJson(raw);
    if (target === undefined || workspace.clock.now() - target.openedAt > LIFE_MS)
      return { status: 404, reply: { ok: false, error: 'expired_url' } };
    target.uses++;
    if (target.uses > MOST_USES) {
      workspace.violations.push({ where: 'response_url', what: [`used ${target.uses} times`] });
      return { status: 404, reply: { ok: false, error: 'used_url' } };
    }
    if (!isRecord(body)) return { status: 400, reply: { ok: false, error: 'invalid_payload' } };
    try {
      apply(target, body);
      return { status: 200, reply: { ok: true } };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { status: 400, reply: { ok: false, error: error.message, ...error.extra } };
    }
  }

  function apply(target: Target, body: Readonly<Record<string, unknown>>): void {
    const { original } = target;
    if (flagOf(body.delete_original) === true) {
      if (original?.kind === 'ephemeral') workspace.removeEphemeral(original.ts);
      const channel = original?.kind === 'message' ? workspace.channels.get(original.channel) : undefined;
      if (channel !== undefined && original !== undefined) workspace.remove(channel, original.ts);
      target.original = undefined;
      if (body.text === undefined && body.blocks === undefined) return;
    }
    const content = read(body);
    if (flagOf(body.replace_original) === true && target.original !== undefined) {
      if (replace(target.original, content)) return;
    }
    const posted =
      body.response_type === 'in_channel' ? inChannel(target, body, content) : toOne(target, body, content);
    if (target.followsOwnPosts) target.original = posted;
  }

  function read(body: Readonly<Record<string, unknown>>): Content {
    const content = { text: textOf(body.text) ?? '', blocks: blocksOf(body.blocks) };
    if (content.text === '' && content.blocks.length === 0) throw new ApiError('no_text');
    const wrong = context.check('response_url', content);
    if (wrong.length > 0) throw refusal(wrong);
    return content;
  }

  function replace(original: Original, content: Content): boolean {
    if (original.kind === 'ephemeral') return workspace.changeEphemeral(original.ts, content) !== undefined;
    const channel = workspace.channels.get(original.channel);
    return channel !== undefined && workspace.change(channel, original.ts, content) !== undefined;
  }

  function toOne(target: Target, body: Readonly<Record<string, unknown>>, content: Content): Original {
    const message = workspace.postEphemeral({
      ...content,
      channel: target.channel,
      threadTs: textOf(body.thread_ts),
      user: target.user,
      via: 'response_url',
    });
    return { kind: 'ephemeral', ts: message.ts };
  }

  function inChannel(target: Target, body: Readonly<Record<string, unknown>>, content: Content): Original {
    const message = workspace.post({
      ...content,
      channel: target.channel,
      threadTs: textOf(body.thread_ts),
      user: workspace.bot.userId,
      botId: workspace.bot.botId,
      subtype: undefined,
    });
    return { kind: 'message', channel: target.channel, ts: message.ts };
  }

  return {
    issue(user, channel, original) {
      const id = workspace.nextId('R');
      const kind = original === undefined ? 'commands' : 'actions';
      const path = `/${kind}/${workspace.team.id}/${id}/${'k'.repeat(24)}`;
      const followsOwnPosts = original === undefined && replaceOnCommands;
      const openedAt = workspace.clock.now();
      targets.set(path, { id, user, channel, openedAt, followsOwnPosts, original, uses: 0 });
      return { id, url: `${base()}${path}` };
    },
    acked(id, ts) {
      const target = [...targets.values()].find((one) => one.id === id);
      if (target?.followsOwnPosts === true) target.original = { kind: 'ephemeral', ts };
    },
    async answer(path, request, response) {
      const raw = await readText(request);
      const target = targets.get(path);
      const id = target?.id ?? 'unknown';
      if (!(await context.faults.pass('response_url'))) return void response.destroy();
      const body = parseJson(raw);
      const fault = context.faults.take('response_url', isRecord(body) ? body : {});
      const after = fault?.afterwards === true ? take(target, raw) : undefined;
      const faulty = fault === undefined ? undefined : await playFault(fault, response);
      if (faulty !== undefined) {
        if (target !== undefined && after === undefined) target.uses++;
        const use = target?.uses ?? 0;
        workspace.happenings.add({ type: 'response_post', id, use, status: faulty, body });
        return;
      }
      const { status, reply } = after ?? take(target, raw);
      workspace.happenings.add({ type: 'response_post', id, use: target?.uses ?? 0, status, body });
      sendJson(response, status, reply);
    },
  };
}
