/** Payloads as HTTP bodies: events as JSON, commands as form fields, interactions as JSON in the field `payload`. */
import type { EnvelopeType } from './socket-server.js';

export interface Encoded {
  readonly contentType: 'application/json' | 'application/x-www-form-urlencoded';
  readonly body: string;
}

const FORM = 'application/x-www-form-urlencoded';

export function encode(parcel: { readonly type: EnvelopeType; readonly payload: object }): Encoded {
  switch (parcel.type) {
    case 'events_api':
      return { contentType: 'application/json', body: JSON.stringify(parcel.payload) };
    case 'interactive':
      return {
        contentType: FORM,
        body: new URLSearchParams({ payload: JSON.stringify(parcel.payload) }).toString(),
      };
    case 'slash_commands': {
      const fields = Object.entries(parcel.payload).map(([name, value]): [string, string] => [
        name,
        String(value),
      ]);
      return { contentType: FORM, body: new URLSearchParams(fields).toString() };
    }
  }
}
