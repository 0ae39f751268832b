/** Learns which audience IAP expects, and whether its OAuth client is one that Google manages. Pure. */
import { signInRedirect } from '../attribution.js';
import type { CredentialFacts, ExpectedAudience, Reply, Surroundings } from '../observation.js';
import { readIapLine } from '../reading/iap-line.js';
import { redirectTarget } from '../reading/reply.js';
import { isAddress } from './is-address.js';

/**
 * A client that Google manages takes no identity tokens, whatever their audience (IAP "Custom OAuth configuration");
 * `unknown` where not everything that could name an own client was read.
 */
export type ManagedClient = 'yes' | 'no' | 'unknown';

export interface AudienceSources {
  /** `services[].audience`. */
  readonly configured?: string | undefined;
  /** `--audience`: what the asker holds to be expected. The last resort. */
  readonly asked?: string | undefined;
  /** Replies of the place itself, with and without a credential; a reply that is not IAP's teaches nothing. */
  readonly replies?: readonly (Reply | undefined)[] | undefined;
  readonly around?: Surroundings | undefined;
  /** The credential the last of the replies was given to, where there was one. */
  readonly sent?: CredentialFacts | undefined;
}

export interface LearnedAudience {
  /** The most trusted one, unless IAP itself has contradicted it; for a self-signed JWT only what speaks of addresses, since it depends on no client. */
  readonly expected: ExpectedAudience | undefined;
  /** All that were learned, each value once, in order of trust: configuration, refusal, redirect, IAP's settings. */
  readonly all: readonly ExpectedAudience[];
  readonly managed: ManagedClient;
  /** Clients that IAP's own records name, where all of them could be read; else empty. */
  readonly recorded: readonly string[];
}

const ORDER = ['configuration', 'refusal', 'redirect', 'iap-settings'] as const;
/** An audience longer than this is none. */
const LONGEST = 500;

const usable = (text: string | null | undefined): text is string =>
  text !== undefined && text !== null && text !== '' && text.length <= LONGEST && /^[\x21-\x7e]+$/.test(text);

/** `…/clientIds/CLIENT:handleRedirect`, where a custom or managed client is sent back to. */
const CALLBACK = /^\/v1\/oauth\/clientIds\/([^/:]+):handleRedirect$/;

/** The client in IAP's own redirect to Google's sign-in. An app's own Google login names the app's client. */
export function redirectClient(reply: Reply): string | undefined {
  if (signInRedirect(reply) !== 'iap') return undefined;
  const query = redirectTarget(reply)?.searchParams;
  const client = query?.get('client_id');
  if (usable(client)) return client;
  const back = query?.get('redirect_uri') ?? '';
  const named = URL.canParse(back) ? CALLBACK.exec(new URL(back).pathname)?.[1] : undefined;
  return usable(named) ? named : undefined;
}

/** What a refusal tells: the expected value, or that an audience is not taken without saying which one is. */
function refusalOf(reply: Reply): { readonly expected?: string; readonly unlisted: boolean } {
  const line = readIapLine(reply);
  if (line?.kind !== 'credential' || line.gcip) return { unlisted: false };
  if (usable(line.expected)) return { expected: line.expected, unlisted: false };
  return { unlisted: line.refusal === 'audience-unlisted' };
}

/** Everything the replies and the settings say, in order of trust. Never throws. */
export function learnAudience(sources: AudienceSources): LearnedAudience {
  const { configured, asked, around, sent } = sources;
  const replies = (sources.replies ?? []).filter((reply) => reply !== undefined);
  const refusals = replies.map(refusalOf);
  const redirected = replies.flatMap((reply) => redirectClient(reply) ?? []);
  const settings = [...(around?.oauthClientIds ?? []), ...(around?.programmaticClients ?? [])];
  const found: Readonly<Record<ExpectedAudience['from'], readonly string[]>> = {
    configuration: usable(configured) ? [configured] : [],
    refusal: refusals.flatMap(({ expected }) => expected ?? []),
    redirect: redirected,
    'iap-settings': settings.filter(usable),
  };
  const values = ORDER.flatMap((from) => found[from].map((value) => ({ value, from })));
  const last = usable(asked) ? [{ value: asked, from: 'configuration' as const }] : [];
  const all = [...values, ...last].filter(
    ({ value }, i, list) => list.findIndex((other) => other.value === value) === i,
  );
  const fits = all.filter(
    ({ value, from }) => sent?.kind !== 'self-signed-jwt' || from === 'refusal' || isAddress(value),
  );
  const [trusted] = fits;
  const said = values.find(({ from }) => from === 'refusal');
  // Whatever was configured, a token is refused until it says what IAP says.
  const stale = trusted?.from === 'configuration' && said !== undefined && said.value !== trusted.value;
  const expected = stale ? { ...said, notConfigured: trusted.value } : trusted;
  const unlisted = refusals.some((refusal) => refusal.unlisted);
  const own = redirected.some((client) => sent?.aud.includes(client));
  return {
    expected,
    all,
    recorded: around?.clientsRead === true ? found['iap-settings'] : [],
    managed: managedOf(found, around, unlisted && own && sent?.kind === 'id-token'),
  };
}

/** `refused`: an identity token for the very client of the redirect was not taken, which only a managed one does. */
function managedOf(
  found: Readonly<Record<ExpectedAudience['from'], readonly string[]>>,
  around: Surroundings | undefined,
  refused: boolean,
): ManagedClient {
  // IAP names what it expects for own clients only.
  if (found.refusal.length > 0) return 'no';
  if (around && around.oauthClientIds.length > 0) return 'no';
  if (refused) return 'yes';
  return around?.clientsRead === true && found.redirect.length > 0 ? 'yes' : 'unknown';
}
