/** What the conditions of boundary bindings can ask: the type and the subject of the principal. */
import { type Environment, noSuchFunction } from './evaluate.js';
import { failure, type Outcome, text, unknown } from './value.js';

/** A boundary binding's condition: the type and the subject of the principal. */
export function boundaryEnvironment(principal: {
  readonly type: string;
  readonly subject: string | undefined;
}): Environment {
  const attribute = (name: string): Outcome => {
    if (name === 'principal.type') return text(principal.type);
    if (name !== 'principal.subject') {
      return failure(
        'unsupported-attribute',
        `boundary bindings can only look at the principal, not at ${name}`,
      );
    }
    return principal.subject === undefined
      ? unknown(name, "the account's primary address")
      : text(principal.subject);
  };
  return {
    attribute,
    level: () => failure('unsupported-attribute', 'boundary bindings can only look at the principal'),
    has: () => false,
    call: () => undefined,
    unknownFunction: noSuchFunction,
    macro: () => failure('runtime', 'boundary bindings cannot use has() or exists()'),
  };
}
