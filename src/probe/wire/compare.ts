/** Compares the reply that came through IAP with what the same backend says around it. Pure. */
import type { Fields, Reply } from '../observation.js';

/** What changes from one reply to the next without meaning anything: numbers, ids, times, white space. */
const fingerprint = (body: string): string =>
  body
    .toLowerCase()
    .replace(/[0-9a-f]{8,}(?:-[0-9a-f]{4,}){0,4}/g, '#')
    .replace(/[0-9]+/g, '#')
    .replace(/\s+/g, ' ')
    .trim();

const grpcStatus = (reply: Reply): string | undefined =>
  reply.trailers['grpc-status']?.[0] ?? reply.headers['grpc-status']?.[0];

const mediaType = (headers: Fields): string =>
  (headers['content-type']?.[0] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';

/**
 * `same`: statuses of one family, one gRPC status, one media type, and bodies that differ at most in numbers and ids.
 * `other-content`: only the media type or the body is another; a login page with 200 looks like this.
 */
export function compareReplies(through: Reply, direct: Reply): 'same' | 'other-outcome' | 'other-content' {
  const family = Math.floor(through.status / 100) === Math.floor(direct.status / 100);
  if (!family || grpcStatus(through) !== grpcStatus(direct)) return 'other-outcome';
  const content =
    mediaType(through.headers) === mediaType(direct.headers) &&
    fingerprint(through.body) === fingerprint(direct.body);
  return content ? 'same' : 'other-content';
}
