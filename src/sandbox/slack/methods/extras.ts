/** What may go with a message besides text and blocks: metadata and attachments. */
import { type Args, isRecord, structureOf } from '../http.js';
import type { Block } from '../types.js';
import { ApiError } from './method.js';

/** Not published; reported by people. */
const LARGEST_METADATA = 8_000;

/** Message metadata; undefined when none was given, `{}` when it is to be taken away. Source: Slack "Message metadata". */
export function metadataOf(args: Args): Block | undefined {
  if (args.metadata === undefined || args.metadata === '') return undefined;
  const metadata = structureOf(args.metadata);
  if (!isRecord(metadata)) throw new ApiError('invalid_metadata_format');
  if (Object.keys(metadata).length === 0) return {};
  if (typeof metadata.event_type !== 'string' || !isRecord(metadata.event_payload))
    throw new ApiError('invalid_metadata_schema');
  if (JSON.stringify(metadata).length > LARGEST_METADATA) throw new ApiError('metadata_too_large');
  return metadata;
}

export function attachmentsOf(args: Args): readonly Block[] {
  if (args.attachments === undefined || args.attachments === '') return [];
  const attachments = structureOf(args.attachments);
  if (!Array.isArray(attachments) || !attachments.every(isRecord)) throw new ApiError('invalid_attachments');
  return attachments;
}
