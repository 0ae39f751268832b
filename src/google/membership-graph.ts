/** Membership graphs: a long-running operation of Cloud Identity whose result is an adjacency list. */
import { z } from 'zod';
import { type Email, parseEmail } from '../names/index.js';
import { flag, list, maybeEmail, optional, optionalText } from './fields.js';
import { found } from './look.js';
import type { Look, ProblemKind } from './ports.js';

export type Edge = { readonly child: Email; readonly parent: Email };

const graph = z
  .object({
    adjacencyList: list(
      z.object({
        group: z.string(),
        edges: list(z.object({ preferredMemberKey: optional(z.object({ id: maybeEmail })) })),
      }),
    ),
    groups: list(z.object({ name: z.string(), groupKey: optional(z.object({ id: maybeEmail })) })),
  })
  .transform(({ adjacencyList, groups }): Edge[] => {
    const emails = new Map(groups.map((group) => [group.name, group.groupKey?.id]));
    return adjacencyList.flatMap(({ group, edges }) => {
      const parent = emails.get(group) ?? parseEmail(group.replace(/^groups\//, ''));
      return edges.flatMap(({ preferredMemberKey }) => {
        const child = preferredMemberKey?.id;
        return parent === undefined || child === undefined ? [] : [{ child, parent }];
      });
    });
  });

/** `google.longrunning.Operation` with the graph in its response. */
export const operation = z.object({
  name: optionalText,
  done: flag,
  error: optional(z.object({ code: z.number().optional(), message: optionalText })),
  response: optional(graph),
});
export type GraphOperation = z.output<typeof operation>;

/** Canonical codes of google.rpc.Code as they stand in an operation's error. */
function kindOfCode(code: number | undefined): ProblemKind {
  switch (code) {
    case 3:
    case 9:
    case 11:
      return 'invalid';
    case 5:
      return 'not-found';
    case 7:
    case 16:
      return 'forbidden';
    case 8:
      return 'throttled';
    default:
      return 'unavailable';
  }
}

/** The edges of a finished operation, the reason of a failed one; nothing while it runs. */
export function settled(
  state: GraphOperation,
  refuse: (kind: ProblemKind, message: string) => Look<never>,
): Look<Edge[]> | undefined {
  const { error, done, response } = state;
  if (error) return refuse(kindOfCode(error.code), error.message ?? 'the graph could not be made');
  if (response) return found(response);
  return done ? refuse('malformed', 'the operation is done but has neither response nor error') : undefined;
}
