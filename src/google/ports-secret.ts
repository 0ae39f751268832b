/** A text that signs somebody in, wrapped so that printing, logging, serialising or inspecting it shows nothing. */

const SHOWN = '[secret]';

/** Holds a token. It is opened at the one place that writes it into a header, and nowhere else. */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text itself. Whoever calls this writes it into a request and keeps it nowhere. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return SHOWN;
  }

  toJSON(): string {
    return SHOWN;
  }

  [Symbol.toPrimitive](): string {
    return SHOWN;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return SHOWN;
  }
}
