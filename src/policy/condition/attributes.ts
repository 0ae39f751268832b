/** What a condition refers to, so that only the facts it needs are fetched. */
import type { ConditionError } from '../results.js';
import { pathsIn, usesTags } from './ast.js';
import { levelIn } from './clauses.js';
import { type Token, tokenize } from './lexer.js';
import { parseCondition } from './parse.js';
import { toLogic } from './tree.js';

export interface Attributes {
  /** Dotted names in order of appearance, without tag functions: `request.time`, `request.auth.access_levels` … */
  readonly attributes: readonly string[];
  /** Access levels as written. */
  readonly levels: readonly string[];
  readonly usesTags: boolean;
  /** Why the expression could not be read; then the rest is what its words suggest. */
  readonly problems: readonly ConditionError[];
}

/** What an expression refers to; a broken one is read word by word. Never throws. */
export function attributesOf(expression: string): Attributes {
  const parsed = parseCondition(expression);
  if (!parsed.ok) {
    const problem: ConditionError =
      parsed.problem === 'too-large'
        ? { kind: 'runtime', text: 'the expression is too large to evaluate here' }
        : parsed.problem;
    return { ...byWords(tokenize(expression.slice(0, 100_000)).tokens), problems: [problem] };
  }
  const { atoms } = toLogic(parsed.ast, parsed.source, parsed.tokens);
  const levels = atoms.map((atom) => levelIn(atom.ast)).filter((level) => level !== undefined);
  return {
    attributes: pathsIn(parsed.ast),
    levels: [...new Set(levels)],
    usesTags: usesTags(parsed.ast),
    problems: [],
  };
}

function byWords(tokens: readonly Token[]): Omit<Attributes, 'problems'> {
  const names: string[] = [];
  const levels: string[] = [];
  let current = '';
  tokens.forEach((token, index) => {
    if (token.kind === 'name' || (token.text === '.' && current !== '')) current += token.text;
    else current = '';
    const next = tokens[index + 1];
    const ends = next?.kind !== 'name' && next?.text !== '.';
    if (current.includes('.') && ends) names.push(current);
    const literal = /^["'](accessPolicies\/[^"']+)["']$/i.exec(token.text);
    if (literal?.[1] !== undefined) levels.push(literal[1]);
  });
  const attributes = names.map((name) => name.replace(/\.(?:startsWith|endsWith|extract|get[A-Z]\w*)$/, ''));
  const tagged = attributes.filter((name) => /^resource\.(?:hasTag|matchTag)/.test(name));
  return {
    attributes: [...new Set(attributes.filter((name) => !tagged.includes(name)))],
    levels: [...new Set(levels)],
    usesTags: tagged.length > 0,
  };
}
