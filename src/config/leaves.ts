/** The single values of the configuration file: what each may be, and the sentence for what it is not. */
import { isIP } from 'node:net';
import { z } from 'zod';
import {
  type Container,
  type Email,
  type IapResource,
  type Principal,
  parseAllowMember,
  parseContainer,
  parseEmail,
  parseIapResource,
  parseProject,
  parseWhere,
} from '../names/index.js';
import { quoted } from '../names/normalise.js';
import { SERVICE_NAME } from '../names/typed-where.js';
import { parseDuration } from './duration.js';

/** What a reader of one value says: the value, or the sentence and the form that would be right. */
type Read<T> = { readonly value: T } | { readonly message: string; readonly expected?: string };

/**
 * One value of the file. Numbers arrive as big integers, so that ids of 19 digits keep every one of them.
 * @param form what would be right there, shown with every mistake that names no better one
 */
function leaf<T>(form: string, read: (text: string) => Read<T>) {
  return z.unknown().transform((value, context): T => {
    const text =
      typeof value === 'string' ? value.trim() : typeof value === 'bigint' ? String(value) : undefined;
    const result: Read<T> =
      text === undefined ? { message: `this is ${kindOf(value)}, not one value` } : read(text);
    if ('value' in result) return result.value;
    context.addIssue({
      code: 'custom',
      message: result.message,
      params: { expected: result.expected ?? form },
    });
    return z.NEVER;
  });
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (value === null || value === undefined) return 'empty';
  return typeof value === 'object' ? 'a map' : `a ${typeof value}`;
}

function matching(form: string, what: string, test: (text: string) => boolean) {
  return leaf(form, (text) => (test(text) ? { value: text } : { message: `${quoted(text)} is not ${what}` }));
}

export const organization = leaf<Container>('the number of an organization, e.g. "700000000001"', (text) => {
  const container = parseContainer(/^[0-9]+$/.test(text) ? `organizations/${text}` : text);
  return container?.kind === 'organization'
    ? { value: container }
    : { message: `${quoted(text)} is not an organization's number` };
});

export const project = leaf<Container>('a project id or number, e.g. acme-prod', (text) => {
  const container = parseProject(text.replace(/^projects\//, ''));
  return container ? { value: container } : { message: `${quoted(text)} is not a project id or number` };
});

export const serviceName = matching(
  'letters, digits, dots, dashes and underscores, e.g. dashboard',
  'a name people can type',
  (text) => SERVICE_NAME.test(text) && !/^(?:me|projects\/.*)$/i.test(text),
);

export const url = leaf<URL>('an address with its scheme, e.g. https://dash.acme.test', (text) => {
  const where = parseWhere(text);
  if (!where.ok)
    return { message: where.mistake.message.replace(/\.$/, ''), ...expecting(where.mistake.nearest) };
  if (where.value.kind === 'url' && !where.value.bare) return { value: where.value.url };
  const bare = where.value.kind === 'url' ? `https://${text}` : undefined;
  return { message: `${quoted(text)} is not a complete address`, ...expecting(bare) };
});

const expecting = (expected: string | undefined): { expected?: string } =>
  expected === undefined ? {} : { expected };

export const resource = leaf<IapResource>('projects/NUMBER/iap_web/compute/services/ID', (text) => {
  const value = parseIapResource(text);
  if (value) return { value };
  const where = parseWhere(text);
  const nearest =
    where.ok || !/^projects\//.test(where.mistake.nearest ?? '') ? undefined : where.mistake.nearest;
  return { message: `${quoted(text)} is not an IAP resource name`, ...expecting(nearest) };
});

export const audience = matching(
  'an OAuth client id, e.g. 123-abc.apps.googleusercontent.com',
  'an audience',
  (text) => /^[\x21-\x7E]{1,2048}$/.test(text),
);

export const grpcMethod = leaf<string>('package.Service/Method, e.g. acme.orders.v1.Orders/List', (text) => {
  const name = text.replace(/^\//, '');
  return /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*\/[A-Za-z_]\w*$/.test(name)
    ? { value: name }
    : { message: `${quoted(text)} is not a gRPC method` };
});

const MEMBER_FORM = 'user:…@…, group:…@…, serviceAccount:…@… or domain:…';

/** Somebody in particular, or a set that somebody keeps: what may own, administer or automate. */
export const member = leaf<Principal>(MEMBER_FORM, (text) => {
  const principal = parseAllowMember(text);
  switch (principal.kind) {
    case 'user':
    case 'serviceAccount':
    case 'group':
    case 'domain':
    case 'customer':
    case 'federatedSubject':
    case 'federatedGroup':
    case 'federatedAttribute':
    case 'federatedPool':
    case 'gkeWorkload':
      return { value: principal };
    case 'allUsers':
    case 'allAuthenticatedUsers':
      return { message: `${quoted(text)} is everybody on the internet` };
    default: {
      const email = parseEmail(text);
      return email
        ? { message: `${quoted(text)} does not say what it is`, expected: `user:${email} or group:${email}` }
        : { message: `${quoted(text)} is not a member` };
    }
  }
});

export const channel = matching(
  "the id of a channel, e.g. C0123456789 (in Slack: the channel's details, at the very end)",
  'the id of a channel',
  (text) => /^[CG][A-Z0-9]{2,20}$/.test(text),
);

const LONGEST_DELAY_MS = 86_400_000;

export const replyDelay = leaf<number>('a time of at most one day, e.g. 0s, 45s or 5m', (text) => {
  const ms = parseDuration(text);
  return ms !== undefined && ms <= LONGEST_DELAY_MS
    ? { value: ms }
    : { message: `${quoted(text)} is not such a time` };
});

export const incidentAfter = leaf<number>('a number of people, e.g. 5; 0: never', (text) =>
  /^[0-9]{1,4}$/.test(text)
    ? { value: Number(text) }
    : { message: `${quoted(text)} is not a number of people` },
);

/** YAML's own truth values; what is quoted is read the same. */
export const flag = z.unknown().transform((value, context): boolean => {
  const text = typeof value === 'string' ? value.trim().toLowerCase() : value;
  if (text === true || text === 'true') return true;
  if (text === false || text === 'false') return false;
  context.addIssue({
    code: 'custom',
    message:
      typeof text === 'string' ? `${quoted(text)} is neither true nor false` : `this is ${kindOf(value)}`,
    params: { expected: 'true or false' },
  });
  return z.NEVER;
});

/** Slack takes one message a second per channel, so there are never more in an hour. */
const MOST_AN_HOUR = 3_600;

export const hourlyBudget = leaf<number>('a whole number from 1 to 3600, e.g. 1200', (text) => {
  const messages = /^[0-9]{1,5}$/.test(text) ? Number(text) : 0;
  return messages >= 1 && messages <= MOST_AN_HOUR
    ? { value: messages }
    : { message: `${quoted(text)} is not a number of messages an hour` };
});

/** `host`, `host:port`, an address, or a range of addresses; lower case. */
export const allowed = leaf<string>(
  'a host, host:port or range, e.g. 10.0.0.0/8 or vpn.acme.test:8443',
  (text) => {
    const [address = '', bits, ...more] = text.split('/');
    const version = isIP(address);
    if (bits !== undefined) {
      const fits = /^[0-9]{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128);
      return version !== 0 && fits && more.length === 0
        ? { value: text.toLowerCase() }
        : { message: `${quoted(text)} is not a range of addresses` };
    }
    const host = /^(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9.-]+))(?::([0-9]{1,5}))?$/.exec(text);
    const named = host?.[2] !== undefined && URL.canParse(`http://${host[2]}`);
    const numbered = version !== 0 || (host?.[1] !== undefined && isIP(host[1]) === 6);
    return (named || numbered) && Number(host?.[3] ?? 1) <= 65_535
      ? { value: text.toLowerCase() }
      : { message: `${quoted(text)} is not a host or a range of addresses` };
  },
);

/** A service account to probe as, with or without the prefix that policies use. */
export const serviceAccount = leaf<Email>(
  'the address of a service account, e.g. probe@acme-prod.iam.gserviceaccount.com',
  (text) => {
    const email = parseEmail(text.replace(/^serviceAccount:/, ''));
    return email?.endsWith('.gserviceaccount.com')
      ? { value: email }
      : { message: `${quoted(text)} is not the address of a service account` };
  },
);

/** `host` or `host:port`, lower case: a key of `probe.connectTo`. */
export const connectFrom = leaf<string>('a host or host:port, e.g. dash.acme.test', (text) => {
  const host = /^(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(?::([0-9]{1,5}))?$/.exec(text);
  return host && URL.canParse(`http://${text}`) && Number(host[1] ?? 1) <= 65_535
    ? { value: text.toLowerCase() }
    : { message: `${quoted(text)} is not a host` };
});

/** `address:port`: where `probe.connectTo` leads. Names would have to be resolved, which is what it replaces. */
export const connectAddress = leaf<string>('address:port, e.g. 10.1.2.3:443 or [fd00::1]:443', (text) => {
  const [, six, four, port] = /^(?:\[([0-9A-Fa-f:.]+)\]|([0-9.]+)):([0-9]{1,5})$/.exec(text) ?? [];
  const numbered = isIP(six ?? '') === 6 || isIP(four ?? '') === 4;
  return numbered && Number(port) >= 1 && Number(port) <= 65_535
    ? { value: text.toLowerCase() }
    : { message: `${quoted(text)} is not an address with a port` };
});

export const path = matching('the path of a file', 'a path', (text) => text !== '' && !text.includes('\0'));
