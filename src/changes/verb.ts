/** The verb in a method's name: whether it writes at all, and what it does in a word. */

const VERBS: readonly (readonly [RegExp, Verb])[] = [
  [/^(?:Create|Insert|Add|Assign|Grant|Undelete|Register)/i, 'created'],
  [/^(?:Delete|Remove|Unassign|Revoke|Purge)/i, 'deleted'],
  [
    /^(?:Update|Patch|Replace|Set|Clear|Reset|Change|Toggle|Enable|Disable|Move|Rename|Modify|Transfer|Suspend|Unsuspend|Archive|Unarchive|Allow|Block|Enforce|Import|Restore|Lock|Unlock)/i,
    'changed',
  ],
];

export type Verb = 'created' | 'changed' | 'deleted';

/** What a method such as `CreatePolicy` or `Update` does; nothing for one that only reads. */
export function verbOf(method: string): Verb | undefined {
  const last = method.slice(method.lastIndexOf('.') + 1);
  return VERBS.find(([pattern]) => pattern.test(last))?.[1];
}
