/** Mints tokens for a service account, each once until shortly before it expires; kept in the memory of this process only. */
import type { CallContext, Look, TokenPort } from '../../google/ports.js';
import type { Secret } from '../../google/ports-secret.js';
import type { Email } from '../../names/index.js';
import { withinSignal } from '../wire/deadline.js';
import type { MintPlan } from './plan.js';
import { readCredential } from './read-credential.js';
import { MARGIN_MS } from './token-age.js';

interface Kept {
  readonly look: Promise<Look<Secret>>;
  /** Epoch milliseconds until which it may be handed out; undefined while it is being minted. */
  until: number | undefined;
}

/** One memory for each connection to Google: what one identity minted is not another's. */
const memories = new WeakMap<TokenPort, Map<string, Kept>>();
/** More than anybody probes as at a time. */
const MOST = 200;
/** A self-signed JWT lasts an hour at most (Google Cloud "Token types"). */
const LIFETIME_S = 3600;

export interface Minting {
  readonly tokens: TokenPort;
  readonly account: Email;
  readonly plan: MintPlan;
  readonly call: CallContext;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** A token by the plan. Whoever asks for the same at the same time shares one call; a failure is not remembered. */
export async function mint({ tokens, account, plan, call, now }: Minting): Promise<Look<Secret>> {
  const memory = memories.get(tokens) ?? new Map<string, Kept>();
  memories.set(tokens, memory);
  const key = `${account} ${plan.kind} ${plan.audience}`;
  const known = memory.get(key);
  if (known?.until !== undefined && known.until > now()) return known.look;
  // Another question's call under way ends by that question's deadline, so only a success of it is shared.
  if (known && known.until === undefined) {
    const shared = await withinSignal(known.look, call.signal);
    if (!shared || shared.ok) return shared ?? late(account);
  }
  const kept: Kept = { look: ask(tokens, account, plan, call, now), until: undefined };
  memory.set(key, kept);
  for (const oldest of memory.keys()) {
    if (memory.size <= MOST) break;
    memory.delete(oldest);
  }
  const look = await kept.look;
  const expiresAt = look.ok ? readCredential(look.value.reveal()).expiresAt : undefined;
  if (expiresAt !== undefined && expiresAt - MARGIN_MS > now()) kept.until = expiresAt - MARGIN_MS;
  else if (memory.get(key) === kept) memory.delete(key);
  return look;
}

const late = (account: Email): Look<never> => ({
  ok: false,
  problem: {
    kind: 'deadline',
    api: 'iamcredentials',
    resource: `serviceAccounts/${account}`,
    message: 'no answer before the time of the question was over',
  },
});

function ask(
  tokens: TokenPort,
  account: Email,
  plan: MintPlan,
  call: CallContext,
  now: () => number,
): Promise<Look<Secret>> {
  if (plan.kind === 'id-token') return tokens.idToken(account, plan.audience, call);
  const iat = Math.floor(now() / 1000);
  const claims = { iss: account, sub: account, aud: plan.audience, iat, exp: iat + LIFETIME_S };
  return tokens.signJwt(account, claims, call);
}
