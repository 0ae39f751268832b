/** Accounts that cannot sign in, as far as that is known cheaply: one by one for a few, in one list for many. */
import { type CustomerId, type Email, isServiceAccountEmail } from '../../names/index.js';
import type { Scope } from '../engine.js';
import type { Looks } from '../facts/looks.js';
import type { Candidate } from './gather.js';
import { type ListLooks, memberAt } from './portions.js';

/** Up to so many are looked up by themselves, which tells more than the list. */
const FEW = 25;

export interface Disabled {
  /** Why an account cannot sign in, by member. */
  readonly why: ReadonlyMap<string, string>;
  /** Whether all people were looked at. */
  readonly complete: boolean;
}

/** Looks at people and service accounts; what cannot be read is left out and makes the answer incomplete. */
export async function readDisabled(
  scope: Scope,
  looks: Looks,
  lists: ListLooks,
  people: Iterable<Candidate>,
  customer: CustomerId | undefined,
): Promise<Disabled> {
  const why = new Map<string, string>();
  const addresses = [...people].flatMap(({ subject }) =>
    subject.kind === 'federated' ? [] : [subject.email],
  );
  const accounts = addresses.filter(isServiceAccountEmail).slice(0, FEW);
  const users = addresses.filter((email) => !isServiceAccountEmail(email));
  const [, complete] = await Promise.all([
    Promise.all(accounts.map((email) => account(scope, looks, email, why))),
    users.length <= FEW
      ? Promise.all(users.map((email) => user(scope, looks, email, why))).then((seen) => seen.every(Boolean))
      : listed(scope, lists, customer, why),
  ]);
  return { why, complete };
}

async function account(scope: Scope, looks: Looks, email: Email, why: Map<string, string>): Promise<void> {
  const { look } = await scope.get(looks.serviceAccount(email));
  if (look.ok && look.value.disabled) why.set(memberAt(email), 'the service account is disabled');
}

async function user(scope: Scope, looks: Looks, email: Email, why: Map<string, string>): Promise<boolean> {
  const { look } = await scope.get(looks.user(email));
  if (look.ok && look.value.suspended) why.set(memberAt(email), 'the account is suspended');
  else if (look.ok && look.value.archived) why.set(memberAt(email), 'the account is archived');
  // People of other customers are nobody's business here; whether their account works is their own directory's.
  return look.ok || look.problem.kind === 'not-found' || look.problem.kind === 'forbidden';
}

async function listed(
  scope: Scope,
  lists: ListLooks,
  customer: CustomerId | undefined,
  why: Map<string, string>,
): Promise<boolean> {
  if (customer === undefined) return false;
  const { look } = await scope.get(lists.suspended(customer));
  if (!look.ok) return false;
  for (const email of look.value) why.set(memberAt(email), 'the account is suspended');
  return true;
}
