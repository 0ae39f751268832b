/** Reads the words and flags of `probe` into a typed question; what is wrong gets a sentence with the nearest form. */
import { parseDuration } from '../src/config/duration.js';
import type { AskedWhere, Typed } from '../src/names/asked.js';
import { type Email, parseEmail, parseSubject } from '../src/names/index.js';
import { parseWhere } from '../src/names/typed.js';
import type { FlagSpec, FlagValues } from './verb.js';

/** Where to go: understood, or an address only the guard may judge (odd schemes, user names in it). */
export type ProbeWhere =
  | { readonly kind: 'where'; readonly where: AskedWhere }
  | { readonly kind: 'raw'; readonly text: string };

export interface ProbeWords {
  readonly where: ProbeWhere;
  readonly as: Email | undefined;
  readonly tokenFile: string | undefined;
  readonly audience: string | undefined;
  readonly proxyAuthorization: boolean;
  /** A method, or true for "speak gRPC, with the service's own method or health". */
  readonly grpc: string | true | undefined;
  /** The request as JSON. */
  readonly data: string | undefined;
  readonly descriptorSet: string | undefined;
  /** How long to hold a stream, milliseconds. */
  readonly streamMs: number | undefined;
  readonly count: number | undefined;
  readonly direct: string | undefined;
  readonly jwtTest: boolean;
  /** A web app whose browsers are to call the target. */
  readonly origin: string | undefined;
}

const METHOD = /^\/?([A-Za-z_][\w.]*\/[A-Za-z_]\w*)$/;

/** Whether the word after `--grpc` is its value: a method, and no address. */
const isMethod = (word: string): boolean => METHOD.test(word);

const all: Readonly<Record<string, FlagSpec>> = {
  as: {
    type: 'string',
    placeholder: 'SERVICE_ACCOUNT',
    help: 'go in as this service account: a token is minted for it',
  },
  'token-file': { type: 'string', placeholder: 'FILE', help: 'send the token in this file' },
  audience: { type: 'string', placeholder: 'AUD', help: 'mint for this audience instead of the learned one' },
  'proxy-authorization': {
    type: 'boolean',
    help: 'send the token in Proxy-Authorization, and leave Authorization to the app',
  },
  grpc: {
    type: 'string',
    placeholder: '[pkg.Service/Method]',
    takes: isMethod,
    help: 'speak gRPC: this method, else the configured one, else health',
  },
  stream: { type: 'string', placeholder: '30s', help: 'hold a gRPC stream open, and say what ends it' },
  count: { type: 'string', placeholder: 'N', help: 'measure N requests over kept connections' },
  direct: { type: 'string', placeholder: 'URL', help: 'the same backend without IAP, to compare with' },
  origin: {
    type: 'string',
    placeholder: 'URL',
    help: 'a web app whose pages call this one: its preflight is tried too',
  },
  'jwt-test': { type: 'boolean', help: 'let IAP send the app wrong assertions, and see which it takes' },
  data: { type: 'string', placeholder: 'JSON', help: 'the request of the gRPC method; empty without it' },
  'descriptor-set': {
    type: 'string',
    placeholder: 'FILE',
    help: 'what the methods are, where the server does not say (protoc --descriptor_set_out)',
  },
};

/** For somebody at a keyboard: files, and what matters to programs only. */
const TERMINAL_ONLY: ReadonlySet<string> = new Set([
  ...['token-file', 'proxy-authorization', 'origin', 'data', 'descriptor-set'],
]);

export const inTerminal = all;
export const inSlack: Readonly<Record<string, FlagSpec>> = Object.fromEntries(
  Object.entries(all).filter(([name]) => !TERMINAL_ONLY.has(name)),
);

const refuse = (message: string, nearest: string | undefined): Typed<never> => ({
  ok: false,
  mistake: { message, nearest },
});

const text = (value: FlagValues[string]): string | undefined =>
  typeof value === 'string' ? value : undefined;

const quoted = (word: string): string =>
  `\u201c${word.length > 80 ? `${word.slice(0, 79)}\u2026` : word}\u201d`;

/** An address that is wrong in a way only an attack or a slip is: the guard names it, and nothing is sent. */
const ADDRESS_LIKE = /^<?[A-Za-z][A-Za-z0-9+.-]*:\/\//;

function readWhere(word: string): Typed<ProbeWhere> {
  const where = parseWhere(word);
  if (where.ok) return { ok: true, value: { kind: 'where', where: where.value } };
  if (!ADDRESS_LIKE.test(word) || word.length > 2_000 || /\s/.test(word)) return where;
  return { ok: true, value: { kind: 'raw', text: word.replace(/^<|(?:\|[^>]*)?>$/g, '') } };
}

function readAs(word: string | undefined): Typed<Email | undefined> {
  if (word === undefined) return { ok: true, value: undefined };
  const subject = parseSubject(word);
  if (subject?.kind === 'serviceAccount') return { ok: true, value: subject.email };
  const email = parseEmail(word);
  return refuse(
    email === undefined
      ? `--as takes the address of a service account, not ${quoted(word)}.`
      : `--as takes a service account; I hold no token of people, so not of ${email}.`,
    '--as ci@my-project.iam.gserviceaccount.com',
  );
}

const LONGEST_STREAM_MS = 3_600_000;

function readStream(word: string | undefined): Typed<number | undefined> {
  if (word === undefined) return { ok: true, value: undefined };
  const ms = parseDuration(word);
  return ms !== undefined && ms >= 1_000 && ms <= LONGEST_STREAM_MS
    ? { ok: true, value: ms }
    : refuse(`--stream takes a time from 1s to 1h, not ${quoted(word)}.`, '--stream 30s');
}

const MOST_REQUESTS = 10_000;

function readCount(word: string | undefined): Typed<number | undefined> {
  if (word === undefined) return { ok: true, value: undefined };
  const count = /^[0-9]{1,5}$/.test(word) ? Number(word) : 0;
  return count >= 1 && count <= MOST_REQUESTS
    ? { ok: true, value: count }
    : refuse(`--count takes a number from 1 to ${MOST_REQUESTS}, not ${quoted(word)}.`, '--count 20');
}

function readGrpc(word: string | undefined): Typed<string | true | undefined> {
  if (word === undefined) return { ok: true, value: undefined };
  if (word === '') return { ok: true, value: true };
  const method = METHOD.exec(word)?.[1];
  return method === undefined
    ? refuse(`--grpc takes a method, not ${quoted(word)}.`, '--grpc acme.orders.v1.Orders/List')
    : { ok: true, value: method };
}

/** Only an address with a scheme can be compared with; whether it may be connected to is for the guard. */
function readDirect(word: string | undefined): Typed<string | undefined> {
  if (word === undefined) return { ok: true, value: undefined };
  const url = word.replace(/^<|(?:\|[^>]*)?>$/g, '');
  return /^https?:\/\//i.test(url) && URL.canParse(url)
    ? { ok: true, value: url }
    : refuse(
        `--direct takes the whole address of the backend, not ${quoted(word)}.`,
        '--direct https://10.0.0.7:8443/',
      );
}

function readOrigin(word: string | undefined): Typed<string | undefined> {
  if (word === undefined) return { ok: true, value: undefined };
  const url = word.replace(/^<|(?:\|[^>]*)?>$/g, '');
  return /^https?:\/\//i.test(url) && URL.canParse(url)
    ? { ok: true, value: new URL(url).origin }
    : refuse(
        `--origin takes the address of the web app, not ${quoted(word)}.`,
        '--origin https://app.example.com',
      );
}

/** Reads everything; the first mistake is told. Pure. */
export function readProbeWords(words: readonly string[], flags: FlagValues): Typed<ProbeWords> {
  let grpcWord = text(flags.grpc);
  let [whereWord, extra] = words;
  // `probe --grpc orders.acme.test/x`: without another place, the word is the place.
  if (whereWord === undefined && grpcWord) {
    whereWord = grpcWord;
    grpcWord = '';
  }
  if (whereWord === undefined) return refuse('Where to? Give a service or an address.', 'probe dashboard');
  if (extra !== undefined)
    return refuse(
      `probe takes one place; ${quoted(extra)} is one word too many.`,
      `probe ${whereWord}${METHOD.test(extra) ? ` --grpc ${extra}` : ''}`,
    );
  const where = readWhere(whereWord);
  if (!where.ok) return where;
  const as = readAs(text(flags.as));
  if (!as.ok) return as;
  const tokenFile = text(flags['token-file']);
  if (tokenFile !== undefined && as.value !== undefined)
    return refuse(
      '--as and --token-file are two ways to the same thing: give one of them.',
      `--as ${as.value}`,
    );
  if (tokenFile === '') return refuse('--token-file takes the name of a file.', '--token-file token.txt');
  const audience = text(flags.audience);
  if (audience !== undefined && !/^[\x21-\x7e]{1,2000}$/.test(audience))
    return refuse(
      `--audience takes a client id or an address, not ${quoted(audience)}.`,
      '--audience 123-abc.apps.googleusercontent.com',
    );
  const stream = readStream(text(flags.stream));
  if (!stream.ok) return stream;
  const count = readCount(text(flags.count));
  if (!count.ok) return count;
  const grpc = readGrpc(grpcWord);
  if (!grpc.ok) return grpc;
  const direct = readDirect(text(flags.direct));
  if (!direct.ok) return direct;
  const origin = readOrigin(text(flags.origin));
  if (!origin.ok) return origin;
  const data = text(flags.data);
  const descriptorSet = text(flags['descriptor-set']);
  const speaksGrpc =
    grpc.value ??
    (stream.value !== undefined || data !== undefined || descriptorSet !== undefined ? true : undefined);
  return {
    ok: true,
    value: {
      where: where.value,
      as: as.value,
      tokenFile,
      audience,
      proxyAuthorization: flags['proxy-authorization'] === true,
      grpc: speaksGrpc,
      data,
      descriptorSet,
      streamMs: stream.value,
      count: count.value,
      direct: direct.value,
      jwtTest: flags['jwt-test'] === true,
      origin: origin.value,
    },
  };
}
