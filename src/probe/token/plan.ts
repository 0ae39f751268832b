/** Decides what to mint for a service account: an identity token for a client, or a JWT it signs for an address. Pure. */
import { isAddress } from './is-address.js';
import type { LearnedAudience } from './learn-audience.js';

export interface MintPlan {
  readonly kind: 'id-token' | 'self-signed-jwt';
  readonly audience: string;
  /** Half a sentence: why this kind and this audience. */
  readonly because: string;
}

export interface PlanQuestion {
  /** `--audience`. */
  readonly asked: string | undefined;
  readonly learned: LearnedAudience;
  /** The absolute address that is asked. */
  readonly url: string;
  /** More addresses of that host will be asked with the same token: gRPC methods, the assertion tests. */
  readonly manyPaths: boolean;
}

/**
 * An identity token wherever the client is an own one; a self-signed JWT for the address where Google manages the client
 * or nothing tells of any client (IAP "Programmatic authentication": it depends on no client).
 */
export function planMint({ asked, learned, url, manyPaths }: PlanQuestion): MintPlan {
  const { managed, all, recorded } = learned;
  const address = addressFor(url, manyPaths);
  const own = all.find(({ from }) => from === 'configuration');
  if (asked !== undefined) {
    const kind = isAddress(asked) && managed !== 'no' ? 'self-signed-jwt' : 'id-token';
    return { kind, audience: asked, because: 'the audience was given' };
  }
  // Whoever configured an audience knows of a client that is let in.
  if (own) {
    const kind = isAddress(own.value) ? 'self-signed-jwt' : 'id-token';
    return { kind, audience: own.value, because: 'the audience is in the configuration' };
  }
  if (managed === 'yes')
    return {
      kind: 'self-signed-jwt',
      audience: address,
      because: 'Google manages the OAuth client there, and takes no identity tokens for it',
    };
  // Whoever answers may name any client. A token for another app's client must not be handed to an app that says so.
  const wire = all.find(({ from }) => from !== 'configuration');
  const expected = recorded.length > 0 && wire && !recorded.includes(wire.value) ? undefined : wire;
  const [record] = recorded;
  if (!expected && record !== undefined)
    return { kind: 'id-token', audience: record, because: 'IAP\u2019s settings name that client' };
  if (expected?.from === 'refusal')
    return { kind: 'id-token', audience: expected.value, because: 'IAP named it when it refused' };
  if (expected?.from === 'redirect')
    return { kind: 'id-token', audience: expected.value, because: 'IAP signs people in with that client' };
  if (expected)
    return { kind: 'id-token', audience: expected.value, because: 'IAP\u2019s settings name that client' };
  return { kind: 'self-signed-jwt', audience: address, because: 'no OAuth client could be learned' };
}

/**
 * What else may be tried where the first could not be minted: that Google manages a client is inferred from what the
 * records leave out, so an identity token for the redirect's client may be right after all. IAP tells.
 */
export function secondPlan(first: MintPlan, { asked, learned }: PlanQuestion): MintPlan | undefined {
  const wire = learned.all.find(({ from }) => from === 'redirect');
  if (asked !== undefined || first.kind === 'id-token' || !wire || learned.recorded.length > 0)
    return undefined;
  return { kind: 'id-token', audience: wire.value, because: 'no self-signed JWT could be had' };
}

/** The exact address, or every path of its host (the latter from experience). Never a query: it is not part of it. */
function addressFor(url: string, manyPaths: boolean): string {
  const { origin, pathname } = new URL(url);
  return manyPaths ? `${origin}/*` : `${origin}${pathname}`;
}
