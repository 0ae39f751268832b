/** The small query language of the membership searches: `member_key_id == 'a@x' && 'label' in labels && parent == '…'`. */
import { invalidArgument } from '../http/errors.js';
import type { WorldGroup } from '../model.js';
import { groupLabels } from './groups-json.js';

export interface MemberQuery {
  readonly member: string;
  readonly labels: readonly string[];
  /** `customers/C0…`. */
  readonly parent: string | undefined;
}

/** Reads a query; refuses what is not of the form. `needsLabel`: all searches but checkTransitiveMembership insist on one. */
export function readMemberQuery(text: string, needsLabel: boolean): MemberQuery {
  let member: string | undefined;
  let parent: string | undefined;
  const labels: string[] = [];
  for (const clause of text.split('&&').map((part) => part.trim())) {
    const [, key, value] = /^(member_key_id|parent)\s*==\s*['"]([^'"]+)['"]$/.exec(clause) ?? [];
    const label = /^['"]([^'"]+)['"]\s+in\s+labels$/.exec(clause)?.[1];
    if (key === 'member_key_id') member = value?.toLowerCase();
    else if (key === 'parent') parent = value;
    else if (label !== undefined) labels.push(label);
    else throw invalidArgument(`Error(2007): Invalid query: '${text}'.`);
  }
  if (member === undefined || (needsLabel && labels.length === 0))
    throw invalidArgument('Error(2007): The query must contain a member key and a label.');
  return { member, labels, parent };
}

/** Whether a group passes the label and parent clauses. */
export function groupFits(query: MemberQuery, group: WorldGroup): boolean {
  const labels = Object.keys(groupLabels(group));
  const inParent = query.parent === undefined || query.parent === `customers/${group.customerId}`;
  return inParent && query.labels.every((label) => labels.includes(label));
}
