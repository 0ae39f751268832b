/** One request answered: credential, route, fault, quota, handler, in the order in which Google's layers do it. */
import type { World } from '../model.js';
import { errorInfo, GoogleApiError, invalidArgument, type Reply, rpcError, unknownPath } from './errors.js';
import { type Fault, faultReply, quotaError, takeFault } from './faults.js';
import type { QuotaCounter } from './quota.js';
import { rightsOf } from './rights.js';
import { type ApiName, isRecord, matchRoute, type Route } from './route.js';
import type { Switches } from './switches.js';

export interface AnswerContext {
  readonly world: World;
  readonly routes: readonly Route[];
  readonly switches: Switches;
  readonly faults: Fault[];
  readonly quotas: QuotaCounter;
  readonly acceptToken: (token: string) => boolean;
}

export interface IncomingCall {
  readonly method: string;
  /** Path and query as sent. */
  readonly target: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

export interface Answered {
  readonly api: ApiName | 'unknown';
  readonly reply: Reply;
  /** A fault that disturbs the delivery rather than the answer. */
  readonly fault: Fault | undefined;
}

function credentialProblem(context: AnswerContext, authorization: string | undefined): Reply | undefined {
  const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
  if (token === undefined)
    return rpcError(
      401,
      'Request is missing required authentication credential. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.',
      [errorInfo('CREDENTIALS_MISSING', 'googleapis.com')],
    ).reply;
  if (context.acceptToken(token)) return undefined;
  return rpcError(
    401,
    'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.',
    [errorInfo('ACCESS_TOKEN_TYPE_UNSUPPORTED', 'googleapis.com')],
  ).reply;
}

function readBody(text: string): Readonly<Record<string, unknown>> {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (isRecord(value)) return value;
  } catch {
    // Answered below: Google says the same for every body that is not a JSON object.
  }
  throw invalidArgument('Invalid JSON payload received. Unexpected token.');
}

function refusal(error: unknown): Reply {
  if (error instanceof GoogleApiError) return error.reply;
  // A mistake of the emulator itself must be visible to whoever tests with it.
  return rpcError(500, `Internal error encountered. (emulator: ${String(error)})`).reply;
}

/** Answers one request from the world as it is now. */
export function answer(context: AnswerContext, incoming: IncomingCall): Answered {
  const url = new URL(incoming.target, 'http://emulator.invalid');
  const path = incoming.target.split('?')[0] ?? '/';
  const matched = matchRoute(context.routes, incoming.method, path);
  if (!matched) return { api: 'unknown', reply: unknownPath(path), fault: undefined };
  const { route, groups } = matched;
  const { world, switches } = context;
  const denied = route.form ? undefined : credentialProblem(context, incoming.authorization);
  if (denied) return { api: route.api, reply: denied, fault: undefined };
  const fault = takeFault(context.faults, route.api, incoming.target);
  const faulty = fault ? faultReply(fault, route.api, world) : undefined;
  if (faulty) return { api: route.api, reply: faulty, fault: undefined };
  try {
    if (route.quota && switches.quotas && !context.quotas.spend(route.quota))
      throw quotaError(route.api, world);
    const body = route.handle({
      world,
      switches,
      rights: rightsOf(world),
      path: groups,
      query: url.searchParams,
      body: route.form ? Object.fromEntries(new URLSearchParams(incoming.body)) : readBody(incoming.body),
    });
    return { api: route.api, reply: { status: 200, body }, fault };
  } catch (error) {
    return { api: route.api, reply: refusal(error), fault };
  }
}
