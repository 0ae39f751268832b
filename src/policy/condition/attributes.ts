/** What a condition refers to, so that only the facts it needs are fetched. */
import type { ConditionError } from '../results.js';
import { levelsIn, pathsIn, usesTags } from './ast.js';
import { type Token, tokenize } from './lexer.js';
import { MAX_LENGTH, parseCondition } from './parse.js';

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
    return { ...byWords(tokenize(expression.slice(0, MAX_LENGTH)).tokens), problems: [problem] };
  }
  return {
    attributes: pathsIn(parsed.ast),
    levels: levelsIn(parsed.ast),
    usesTags: usesTags(parsed.ast),
    problems: [],
  };
}

function byWords(tokens: readonly Token[]): Omit<Attributes, 'problems'> {
  const names: string[] = [];
  const levels: string[] = [];
  let current = '';
  tokens.forEach((token, index) => {
    const joins = token.text === '.' || current.endsWith('.');
    if (token.kind === 'name') current = joins ? current + token.text : token.text;
    else current = token.text === '.' && current !== '' ? `${current}.` : '';
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
