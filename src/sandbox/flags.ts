/** The sandbox's own flags, which stand before the words of a question. */

export interface SandboxFlags {
  /** Undefined: the usual one, or any other where it is taken. */
  readonly port: number | undefined;
  /** Whether a browser may be opened. */
  readonly open: boolean;
}

export type ReadFlags =
  | { readonly ok: true; readonly flags: SandboxFlags; readonly words: readonly string[] }
  | { readonly ok: false; readonly error: string };

const USAGE =
  'Usage: iap-doctor sandbox [--port N] [--no-open], or iap-doctor sandbox WORDS for one question.';

/** Flags up to the first word; what follows is the question's own. */
export function readFlags(words: readonly string[]): ReadFlags {
  let port: number | undefined;
  let open = true;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '--no-open') {
      open = false;
      continue;
    }
    const inline = /^--port=(.*)$/.exec(word)?.[1];
    if (word === '--port' || inline !== undefined) {
      const value = inline ?? words[at + 1] ?? '';
      if (!/^\d{1,5}$/.test(value) || Number(value) > 65_535)
        return { ok: false, error: `--port takes a number from 0 to 65535. ${USAGE}` };
      port = Number(value);
      if (inline === undefined) at += 1;
      continue;
    }
    return { ok: true, flags: { port, open }, words: words.slice(at) };
  }
  return { ok: true, flags: { port, open }, words: [] };
}
