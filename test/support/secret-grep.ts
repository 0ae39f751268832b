/** Looks for secrets in any text, whole or in pieces, as they are and encoded: what a test greps every output with. */

export interface Leak {
  /** Which secret, by the name it was added under. */
  readonly what: string;
  /** How it stood there: `plain`, `hex` or `base64`. */
  readonly form: string;
  /** A few characters around the place, for whoever mends it. */
  readonly around: string;
}

export interface SecretGrep {
  /** Any text that must not be seen; 12 characters of it in a row are a leak. */
  add(what: string, secret: string): void;
  /** A JWT or an opaque token, with or without `Bearer`: its signature by itself, and all of it. */
  addToken(what: string, token: string): void;
  /** The values of `Set-Cookie` fields, and what stands in the name of IAP's own. */
  addCookies(what: string, fields: readonly string[]): void;
  leaks(text: string): Leak[];
}

interface Piece {
  readonly what: string;
  readonly form: string;
}

/** So many characters in a row do not come about by accident. */
const PLAIN = 12;

const windows = (text: string, size: number): string[] =>
  Array.from({ length: Math.max(0, text.length - size + 1) }, (_, at) => text.slice(at, at + size));

/** The text in base64 as it stands inside of a longer one: at each of the three places it may begin. */
function base64Forms(text: string): string[] {
  const bytes = Buffer.from(text);
  return [0, 1, 2].flatMap((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes]);
    // Characters at either end also hold bits of the neighbours.
    const inner = (form: string): string => form.replace(/=+$/, '').slice(Math.ceil((before * 8) / 6), -1);
    return [inner(whole.toString('base64')), inner(whole.toString('base64url'))];
  });
}

/** A text as others would read it: percent signs and JSON escapes undone, and wrapped lines joined. */
function readings(text: string): string[] {
  const percent = text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  const json = text.replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  const joined = text.replace(/\s+/g, '');
  return [...new Set([text, percent, json, joined])];
}

export function secretGrep(): SecretGrep {
  /** Pieces by their length, so that one walk over a text finds them all. */
  const pieces = new Map<number, Map<string, Piece>>();
  const note = (text: string, size: number, piece: Piece): void => {
    const known = pieces.get(size) ?? new Map<string, Piece>();
    pieces.set(size, known);
    for (const window of windows(text, size)) if (!known.has(window)) known.set(window, piece);
  };
  const add = (what: string, secret: string): void => {
    if (secret.length < PLAIN) throw new Error(`${what} is too short to be looked for`);
    note(secret, PLAIN, { what, form: 'plain' });
    const hex = Buffer.from(secret).toString('hex');
    for (const form of [hex, hex.toUpperCase()]) note(form, PLAIN * 2, { what, form: 'hex' });
    for (const form of base64Forms(secret)) note(form, PLAIN + 2, { what, form: 'base64' });
  };
  return {
    add,
    addToken(what, token) {
      const bare = token.replace(/^bearer\s+/i, '');
      const parts = bare.split('.');
      if (parts.length === 3 && (parts[2] ?? '').length >= PLAIN)
        add(`the signature of ${what}`, parts[2] ?? '');
      add(what, bare);
    },
    addCookies(what, fields) {
      for (const field of fields) {
        const [pair = ''] = field.split(';');
        const at = pair.indexOf('=');
        const nonce = /^GCP_IAP_XSRF_NONCE_(.+)$/.exec(pair.slice(0, at))?.[1];
        for (const value of [pair.slice(at + 1), nonce ?? '']) if (value.length >= PLAIN) add(what, value);
      }
    },
    leaks(text) {
      const found = new Map<string, Leak>();
      for (const reading of readings(text))
        for (const [size, known] of pieces)
          for (let at = 0; at + size <= reading.length; at += 1) {
            const piece = known.get(reading.slice(at, at + size));
            const key = `${piece?.what} ${piece?.form}`;
            if (piece && !found.has(key))
              found.set(key, { ...piece, around: reading.slice(Math.max(0, at - 30), at + size + 10) });
          }
      return [...found.values()];
    },
  };
}
