/** The Web API over HTTP: tokens, scopes, faults, and the table of methods. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Context } from './context.js';
import { playFault } from './faults.js';
import { parseArgs, readText, sendJson, textOf } from './http.js';
import { appMethods } from './methods/apps.js';
import { chatEditMethods } from './methods/chat-edit.js';
import { chatPostMethods } from './methods/chat-post.js';
import { conversationMethods } from './methods/conversations.js';
import { historyMethods } from './methods/history.js';
import { ApiError, type Method } from './methods/method.js';
import { reactionMethods } from './methods/reactions.js';
import { teamMethods } from './methods/team.js';
import { userMethods } from './methods/users.js';
import { viewMethods } from './methods/views.js';

const METHODS: ReadonlyMap<string, Method> = new Map(
  [
    ...appMethods,
    ...chatPostMethods,
    ...chatEditMethods,
    ...conversationMethods,
    ...historyMethods,
    ...reactionMethods,
    ...teamMethods,
    ...userMethods,
    ...viewMethods,
  ].map((method) => [method.name, method]),
);

/** Answers one call of `/api/NAME`, and keeps it in the log with its arguments, the token left out. */
export async function answerApi(
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
  context: Context,
): Promise<void> {
  const body = await readText(request);
  const parsed = parseArgs(request.headers['content-type'] ?? '', body);
  const { token: tokenArg, ...args } = parsed ?? {};
  const log = (status: number, error: string | undefined): void =>
    context.workspace.happenings.add({ type: 'api_call', call: { method: name, args, status, error } });

  if (!(await context.faults.pass(name))) {
    response.destroy();
    return log(0, 'discarded');
  }
  const fault = context.faults.take(name, args);
  const before = fault?.afterwards === true ? undefined : fault;
  const faulty = before === undefined ? undefined : await playFault(before, response);
  if (faulty !== undefined) return log(faulty, before?.error ?? 'fault');

  const token = bearer(request) ?? textOf(tokenArg);
  const method = METHODS.get(name);
  const headers = {
    'x-oauth-scopes': (token === context.appToken ? ['connections:write'] : context.scopes).join(','),
    ...(method === undefined || method.scopes.length === 0
      ? {}
      : { 'x-accepted-oauth-scopes': method.scopes.join(',') }),
  };
  try {
    if (parsed === undefined) throw new ApiError('invalid_json');
    if (method === undefined) throw new ApiError('unknown_method', { req_method: name });
    allow(method, token, context);
    const wait = context.rates.take(name, method.tier ?? 3, textOf(args.channel));
    if (wait !== undefined) {
      log(429, 'ratelimited');
      sendJson(
        response,
        429,
        { ok: false, error: 'ratelimited' },
        { ...headers, 'retry-after': String(wait) },
      );
      return;
    }
    const result = method.run(args, context);
    const after = fault?.afterwards === true ? await playFault(fault, response) : undefined;
    if (after !== undefined) return log(after, fault?.error ?? 'fault');
    log(200, undefined);
    sendJson(response, 200, { ok: true, ...result }, headers);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    log(200, error.message);
    sendJson(response, 200, { ok: false, error: error.message, ...error.extra }, headers);
  }
}

function allow(method: Method, token: string | undefined, context: Context): void {
  if (method.token === 'none') return;
  if (token === undefined) throw new ApiError('not_authed');
  if (token !== context.botToken && token !== context.appToken) throw new ApiError('invalid_auth');
  const right = method.token === 'app' ? context.appToken : context.botToken;
  if (token !== right) throw new ApiError('not_allowed_token_type');
  if (method.scopes.length > 0 && !method.scopes.some((scope) => context.scopes.includes(scope)))
    throw new ApiError('missing_scope', { needed: method.scopes[0], provided: context.scopes.join(',') });
}

function bearer(request: IncomingMessage): string | undefined {
  return /^Bearer\s+(.+)$/i.exec(request.headers.authorization ?? '')?.[1];
}
