/** What conditions can ask about tags, and the environment of deny rules, which can ask nothing else. */
import type { EffectiveTagFact } from '../tags.js';
import type { Known } from '../types.js';
import { TAG_FUNCTION } from './ast.js';
import type { Environment } from './evaluate.js';
import { failure, type Outcome, truth, unknown, type Value } from './value.js';

/** The answer of one of the four tag functions. */
export function tagOutcome(
  name: string,
  args: readonly Value[],
  tags: Known<readonly EffectiveTagFact[]>,
): Outcome | undefined {
  const [key, value, ...more] = args.map((arg) => (arg.kind === 'string' ? arg.value : undefined));
  const pair = name.includes('match');
  if (key === undefined || more.length > 0 || pair !== (args.length === 2)) return undefined;
  if (pair && value === undefined) return undefined;
  if (!tags.known) return unknown(`tag ${key}`, tags.why.needs);
  return truth(
    tags.value.some((tag) => {
      switch (name) {
        case 'resource.hasTagKey':
          return tag.namespacedTagKey === key;
        case 'resource.hasTagKeyId':
          return tag.tagKey === key;
        case 'resource.matchTag':
          return tag.namespacedTagKey === key && tag.namespacedTagValue === `${key}/${value}`;
        default:
          return tag.tagKey === key && tag.tagValue === value;
      }
    }),
  );
}

/** A deny rule's condition: only the tag functions exist there, everything else Google cannot evaluate. */
export function tagEnvironment(tags: Known<readonly EffectiveTagFact[]>): Environment {
  return {
    attribute: (name) => failure('unsupported-attribute', `deny rules can only look at tags, not at ${name}`),
    level: () => failure('unsupported-attribute', 'deny rules can only look at tags'),
    has: (name) => TAG_FUNCTION.test(name),
    call: (name, args) => tagOutcome(name, args, tags),
    unknownFunction: (name) =>
      failure('runtime', `deny rules can only look at tags; ${name}() is no tag function`),
    macro: () => failure('runtime', 'deny rules can only look at tags'),
  };
}
