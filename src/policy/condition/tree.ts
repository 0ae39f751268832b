/** A condition as logic over atoms: what stands between `&&`, `||`, `!` and `?:`, each with its own text. */
import { type Ast, canonicalText } from './ast.js';
import type { Token } from './lexer.js';
import { and, choose, negate, or, type Possible } from './truth.js';

export interface Atom {
  readonly ast: Ast;
  /** The atom as it stands in the condition. */
  readonly text: string;
  /** Stands under an odd number of `!`. */
  readonly inverted: boolean;
  /** Equal for atoms that are always true together; `!=` shares the key of its `==`. */
  readonly key: string;
  /** Is a `!=`: true when what {@link key} stands for is false. */
  readonly unequal: boolean;
}

export type Tree =
  | { readonly op: 'atom'; readonly index: number }
  | { readonly op: 'constant'; readonly value: boolean }
  | { readonly op: 'and' | 'or'; readonly parts: readonly Tree[] }
  | { readonly op: 'not'; readonly part: Tree }
  | { readonly op: 'choose'; readonly test: Tree; readonly yes: Tree; readonly no: Tree };

export interface Logic {
  readonly tree: Tree;
  readonly atoms: readonly Atom[];
}

/** Splits a parsed condition into logic and atoms, atoms in order of appearance. */
export function toLogic(ast: Ast, source: string, tokens: readonly Token[]): Logic {
  const atoms: Atom[] = [];
  const build = (node: Ast, inverted: boolean, from: number): Tree => {
    if (node.kind === 'literal' && node.value.kind === 'bool') {
      return { op: 'constant', value: node.value.value };
    }
    const [first, second, third] = node.kind === 'call' ? node.args : [];
    if (node.kind === 'call' && (node.fn === '_&&_' || node.fn === '_||_')) {
      const { fn } = node;
      const parts = operands(node, fn).map((part) => build(part, inverted, from));
      return { op: fn === '_&&_' ? 'and' : 'or', parts };
    }
    if (node.kind === 'call' && node.fn === '!_' && first) {
      return { op: 'not', part: build(first, !inverted, tokens[tokenAt(tokens, node.at)]?.end ?? from) };
    }
    if (node.kind === 'call' && node.fn === '_?_:_' && first && second && third) {
      const test = build(first, inverted, from);
      return { op: 'choose', test, yes: build(second, inverted, from), no: build(third, inverted, from) };
    }
    const unequal = node.kind === 'call' && node.fn === '_!=_';
    const key = canonicalText(unequal ? { ...node, fn: '_==_' } : node);
    atoms.push({ ast: node, text: ownText(node, source, tokens, from), inverted, key, unequal });
    return { op: 'atom', index: atoms.length - 1 };
  };
  return { tree: build(ast, false, 0), atoms };
}

/** All operands of a chain of the same operator; the parser may have balanced it into any shape. */
function operands(root: Ast, fn: string): readonly Ast[] {
  const out: Ast[] = [];
  const open: Ast[] = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.kind === 'call' && node.fn === fn) open.push(...[...node.args].reverse());
    else out.push(node);
  }
  return out;
}

/**
 * The source text of an atom: from its own mark outward to the next logical operator or to the bracket around it.
 * `from` keeps a leading `!` that belongs to the logic out of it.
 */
function ownText(node: Ast, source: string, tokens: readonly Token[], from: number): string {
  const own = tokenAt(tokens, node.at);
  const mark = tokens[own];
  if (!mark) return source.trim();
  const outside = (token: Token): boolean =>
    token.depth < mark.depth ||
    (token.depth === mark.depth && /^(?:&&|\|\||\?|:|,)$/.test(token.text) && token.kind === 'mark');
  let start = own;
  for (let at = own - 1; at >= 0; at -= 1) {
    const token = tokens[at];
    if (!token || outside(token) || token.start < from) break;
    start = at;
  }
  let end = own;
  for (let at = own + 1; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (!token || outside(token)) break;
    end = at;
  }
  return source.slice(tokens[start]?.start ?? 0, tokens[end]?.end ?? source.length);
}

/** The first token that ends after a place: the parser gives operators with the space before them. */
function tokenAt(tokens: readonly Token[], place: number): number {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle]?.end ?? 0) > place) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** What the whole comes to when each atom may come to what `atom` says. */
export function possibilities(tree: Tree, atom: (index: number) => Possible): Possible {
  switch (tree.op) {
    case 'atom':
      return atom(tree.index);
    case 'constant':
      return tree.value ? 1 : 2;
    case 'and':
      return tree.parts.map((part) => possibilities(part, atom)).reduce(and, 1);
    case 'or':
      return tree.parts.map((part) => possibilities(part, atom)).reduce(or, 2);
    case 'not':
      return negate(possibilities(tree.part, atom));
    case 'choose':
      return choose(
        possibilities(tree.test, atom),
        possibilities(tree.yes, atom),
        possibilities(tree.no, atom),
      );
  }
}
