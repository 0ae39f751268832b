/** The one way to Google: asks, ends in time, and gives every failure back as a value. */
import type { z } from 'zod';
import { readAnswer } from './answer.js';
import { createDelivery, type DeliveryOptions, type Outcome, type Prepared } from './deliver.js';
import type { Api, CallContext, Look } from './ports.js';
import { type About, DEADLINE, exchangeProblem, failed } from './problem.js';
import { linked } from './time.js';

/** Options of one call of a generated client: they make it build the request and leave the sending to us. */
export interface SendOptions {
  readonly retry: false;
  readonly responseType: 'text';
  readonly validateStatus: () => boolean;
  readonly adapter: <T, P extends Prepared>(prepared: P) => Promise<Response & { config: P; data: T }>;
}

/** One request: what it is for, how a generated client (or `plain`) builds it, and what a good answer looks like. */
export interface Question<T> {
  readonly api: Api;
  /** For the problem, e.g. `projects/1/iap_web:getIamPolicy`. */
  readonly resource: string;
  readonly call: CallContext;
  readonly send: (options: SendOptions) => Promise<unknown>;
  readonly shape: z.ZodType<T>;
}

export interface Client {
  /** Asks and reads the answer. Never throws; ends promptly, as `deadline`, when the call's signal fires. */
  readonly ask: <T>(question: Question<T>) => Promise<Look<T>>;
}

export interface ClientOptions extends DeliveryOptions {
  /** Bounds a call whose own signal never fires, in milliseconds. */
  readonly callTimeoutMs: number;
}

/** Nothing was sent: the reason comes along, since it is the same for every question. */
function unsent(about: About, { kind, message, credentials }: Extract<Outcome, { ok: false }>) {
  const { ok, problem } = failed(about, kind, message);
  return { ok, problem: credentials === undefined ? problem : { ...problem, credentials } };
}

const UNBUILT = 'the request could not be built';

export function createClient(options: ClientOptions): Client {
  const deliver = createDelivery(options);

  async function work<T>(question: Question<T>, about: About, signal: AbortSignal, secrets: Set<string>) {
    let outcome: Outcome | undefined;
    await question.send({
      retry: false,
      responseType: 'text',
      validateStatus: () => true,
      adapter: async (prepared) => {
        outcome = await deliver(prepared, { api: question.api, call: question.call, signal, secrets });
        return Object.assign(new Response(), { config: prepared, data: undefined as never });
      },
    });
    if (!outcome) return failed(about, 'invalid', UNBUILT);
    if ('ok' in outcome) return unsent(about, outcome);
    if (outcome.kind !== 'reply' || outcome.status < 200 || outcome.status > 299)
      return exchangeProblem(about, outcome);
    return readAnswer(about, outcome.status, outcome.body, question.shape);
  }

  return {
    ask: async (question) => {
      const { api, resource, call } = question;
      const secrets = new Set<string>();
      const about: About = { api, resource, secrets };
      const over = linked(call.signal, options.callTimeoutMs);
      try {
        const late = over.fired.then(() => failed(about, 'deadline', DEADLINE));
        if (over.signal.aborted) return await late;
        return await Promise.race([work(question, about, over.signal, secrets), late]);
      } catch (error) {
        return failed(about, 'invalid', error instanceof Error ? error.message : UNBUILT);
      } finally {
        over.release();
      }
    },
  };
}
