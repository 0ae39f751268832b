/** A condition's syntax tree, reduced to what conditions can hold, with helpers to walk it. */
import type { Value } from './value.js';

/** `at` is where the node's own mark stands in the source: an operator, the dot of a call, a literal's first character. */
export type Ast = { readonly at: number } & (
  | { readonly kind: 'literal'; readonly value: Value }
  /** A dotted name: `request.auth.access_levels`. */
  | { readonly kind: 'path'; readonly path: string }
  /** A field of something that is not a plain name, or of an element (`x["a"].b`). */
  | { readonly kind: 'field'; readonly of: Ast; readonly field: string }
  /** An operator (`_==_`, `@in`, `!_` …), a function or a method (then `on` is what it is called on). */
  | {
      readonly kind: 'call';
      readonly fn: string;
      readonly on: Ast | undefined;
      readonly args: readonly Ast[];
    }
  | { readonly kind: 'list'; readonly items: readonly Ast[] }
  /** `has()`, `exists()` and the like; `over` is what they look at. */
  | { readonly kind: 'macro'; readonly over: Ast }
  /** Maps, messages, bytes: nothing that conditions can use. */
  | { readonly kind: 'unsupported'; readonly what: string }
);

/** The direct parts of a node. */
export function children(node: Ast): readonly Ast[] {
  switch (node.kind) {
    case 'literal':
    case 'path':
    case 'unsupported':
      return [];
    case 'field':
      return [node.of];
    case 'call':
      return node.on ? [node.on, ...node.args] : node.args;
    case 'list':
      return node.items;
    case 'macro':
      return [node.over];
  }
}

/** The node and everything below it, parents first. Not recursive: the tree may be deep. */
export function* walk(root: Ast): Generator<Ast> {
  const open: Ast[] = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    yield node;
    open.push(...[...children(node)].reverse());
  }
}

/** `resource.matchTag` and `api.getAttribute` are functions with dotted names, not methods of a value. */
export function qualifiedName(node: Ast): string | undefined {
  return node.kind === 'call' && node.on?.kind === 'path' ? `${node.on.path}.${node.fn}` : undefined;
}

/** Every name the node reads, in order of appearance, without the owners of dotted functions. */
export function pathsIn(root: Ast): readonly string[] {
  const owners = new Set<Ast>();
  const paths: string[] = [];
  for (const node of walk(root)) {
    const name = qualifiedName(node);
    if (name !== undefined && DOTTED.test(name) && node.kind === 'call' && node.on) owners.add(node.on);
    if (node.kind === 'path' && !owners.has(node)) paths.push(node.path);
  }
  return [...new Set(paths)];
}

/** Functions that conditions spell with a dotted owner. */
export const DOTTED =
  /^(?:resource\.(?:hasTagKey|hasTagKeyId|matchTag|matchTagId)|api\.getAttribute|compute\.\w+)$/;

/** The tag functions among them. */
export const TAG_FUNCTION = /^resource\.(?:hasTagKey|hasTagKeyId|matchTag|matchTagId)$/;

/** Whether a tag function is called anywhere in it. */
export function usesTags(root: Ast): boolean {
  for (const node of walk(root)) if (TAG_FUNCTION.test(qualifiedName(node) ?? '')) return true;
  return false;
}

/** The access levels asked for with `"…" in request.auth.access_levels`, as written. */
export function levelsIn(root: Ast): readonly string[] {
  const levels: string[] = [];
  for (const node of walk(root)) {
    if (node.kind !== 'call' || node.fn !== '@in') continue;
    const [name, list] = node.args;
    const asked = list?.kind === 'path' && list.path === 'request.auth.access_levels';
    if (asked && name?.kind === 'literal' && name.value.kind === 'string') levels.push(name.value.value);
  }
  return [...new Set(levels)];
}

/** A spelling that is equal for equal expressions, whatever their spacing. */
export function canonicalText(node: Ast): string {
  switch (node.kind) {
    case 'literal':
      return JSON.stringify(node.value, (_key, part: unknown) =>
        typeof part === 'bigint' ? `${part}n` : part,
      );
    case 'path':
      return node.path;
    case 'unsupported':
      return `${node.what}@${node.at}`;
    case 'field':
      return `${canonicalText(node.of)}.${node.field}`;
    case 'list':
      return `[${node.items.map(canonicalText).join(',')}]`;
    case 'macro':
      return `macro@${node.at}(${canonicalText(node.over)})`;
    case 'call':
      return `${node.on ? `${canonicalText(node.on)}.` : ''}${node.fn}(${node.args.map(canonicalText).join(',')})`;
  }
}
