/** Readings of one raw reply: fields, kinds of content, where it redirects to, its text without markup, gRPC's status. Pure. */
import type { Fields, Reply } from '../observation.js';

/** The first value of a field, trimmed. */
export function field(fields: Fields, name: string): string | undefined {
  return fields[name]?.[0]?.trim();
}

/** The media type in lower case without parameters; empty when none was sent. */
export function mediaType(reply: Reply): string {
  return (field(reply.headers, 'content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

export const isHtml = (reply: Reply): boolean => mediaType(reply) === 'text/html';

export const isJson = (reply: Reply): boolean =>
  /[/+]json$/.test(mediaType(reply)) || /^\s*[[{]/.test(reply.body);

/** `application/grpc`, `application/grpc+proto` …; gRPC-Web is another protocol. */
export const isGrpc = (reply: Reply): boolean => /^application\/grpc(?:\+|$)/.test(mediaType(reply));

/** Also one that forgot to say where to. */
export const isRedirect = (reply: Reply): boolean => [301, 302, 303, 307, 308].includes(reply.status);

/** Where a redirect leads, resolved against the address that was asked; nothing when it is no address. */
export function redirectTarget(reply: Reply): URL | undefined {
  const location = field(reply.headers, 'location');
  if (location === undefined) return undefined;
  return URL.canParse(location, reply.url) ? new URL(location, reply.url) : undefined;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** Text out of HTML: the five escapes, and the curly apostrophe that Google writes. */
const unescaped = (text: string): string =>
  text
    .replace(/&(amp|lt|gt|quot|#39);/g, (_all, name: string) => ENTITIES[name] ?? ' ')
    .replaceAll('\u2019', "'");

/** A body as it reads: without markup, runs of white space as one blank. Google's pages break sentences with tags. */
export function plainText(body: string): string {
  const bare = body.replace(/<(script|style)\b[\s\S]*?(?:<\/\1>|$)/gi, ' ').replace(/<[^>]*>/g, ' ');
  return unescaped(bare).replace(/\s+/g, ' ').trim();
}

/** The body as one line of plain text, as IAP's refusals are; nothing when it is a page, several lines, or JSON. */
export function oneLine(reply: Reply): string | undefined {
  const line = reply.body.trim();
  return line === '' || line.length > 2_000 || /[\n\r]|^[<{[]/.test(line) ? undefined : unescaped(line);
}

/** `grpc-status` as the server sent it, in trailers or in a reply of headers only; `grpc-message` decoded. */
export function grpcStatus(reply: Reply): { readonly status: number; readonly message: string } | undefined {
  const from = reply.trailers['grpc-status'] === undefined ? reply.headers : reply.trailers;
  const sent = field(from, 'grpc-status');
  if (sent === undefined || !/^\d{1,3}$/.test(sent)) return undefined;
  return { status: Number(sent), message: decoded(field(from, 'grpc-message') ?? '') };
}

/** Percent-encoding as gRPC uses it; what is not properly encoded stays as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A piece of a text that fits into a sentence. */
export function cut(text: string, length = 120): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= length ? line : `${line.slice(0, length - 1)}\u2026`;
}
