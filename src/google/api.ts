/** What an adapter needs to ask one API: single answers, whole lists, and a problem of its own finding. */
import type { z } from 'zod';
import type { Client, SendOptions } from './client.js';
import { type Page, readPages } from './look.js';
import type { Api, CallContext, Look, ProblemKind } from './ports.js';
import { failed } from './problem.js';

/** Parameters of the next page; empty for the first. */
export interface PageToken {
  readonly pageToken?: string;
}

export interface Asker {
  /** One answer. `resource` is what problems name. */
  readonly read: <T>(
    resource: string,
    call: CallContext,
    shape: z.ZodType<T>,
    send: (options: SendOptions) => Promise<unknown>,
  ) => Promise<Look<T>>;
  /** A list over all its pages, or until `enough` items are read. */
  readonly list: <T>(
    resource: string,
    call: CallContext,
    shape: z.ZodType<Page<T>>,
    send: (options: SendOptions, page: PageToken) => Promise<unknown>,
    enough?: number,
  ) => Promise<Look<T[]>>;
  /** A look that failed for a reason found in the answer or in the question. */
  readonly refuse: (resource: string, kind: ProblemKind, message: string) => Look<never>;
}

export function asker(client: Client, api: Api): Asker {
  return {
    read: (resource, call, shape, send) => client.ask({ api, resource, call, shape, send }),
    list: (resource, call, shape, send, enough) =>
      readPages(
        { api, resource, secrets: [] },
        (token) => {
          const page = token === undefined ? {} : { pageToken: token };
          return client.ask({ api, resource, call, shape, send: (options) => send(options, page) });
        },
        enough,
      ),
    refuse: (resource, kind, message) => failed({ api, resource, secrets: [] }, kind, message),
  };
}
