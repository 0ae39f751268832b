/** Reading and writing protobuf without generated code: enough for the few public messages a probe speaks itself. */
import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

/** The fields of one message by number, each with all its values in the order in which they came. */
export interface WireFields {
  /** The last value of a varint field; undefined when it was not sent. */
  readonly number: (field: number) => number | undefined;
  /** All values of a field of bytes, text or messages. */
  readonly bytes: (field: number) => readonly Uint8Array[];
  /** The last value of a text field; empty when it was not sent. */
  readonly text: (field: number) => string;
}

const utf8 = new TextDecoder();

/** The fields of a serialised message (protobuf.dev, "Encoding"), or undefined when these bytes are none. */
export function readFields(message: Uint8Array): WireFields | undefined {
  const varints = new Map<number, number>();
  const lengths = new Map<number, Uint8Array[]>();
  try {
    const reader = new BinaryReader(message);
    while (reader.pos < reader.len) {
      const [field, type] = reader.tag();
      if (type === WireType.Varint) varints.set(field, Number(reader.int64()));
      else if (type === WireType.LengthDelimited) {
        const values = lengths.get(field) ?? [];
        values.push(reader.bytes());
        lengths.set(field, values);
      } else reader.skip(type, field);
    }
    if (reader.pos !== reader.len) return undefined;
  } catch {
    return undefined;
  }
  return {
    number: (field) => varints.get(field),
    bytes: (field) => lengths.get(field) ?? [],
    text: (field) => utf8.decode(lengths.get(field)?.at(-1) ?? new Uint8Array()),
  };
}

/** A message with one text field. */
export function writeText(field: number, text: string): Uint8Array {
  return new BinaryWriter().tag(field, WireType.LengthDelimited).string(text).finish();
}
