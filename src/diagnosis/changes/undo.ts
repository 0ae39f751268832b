/** Takes one change back, so that the model shows the moment before it. */

import type { Delta, Touched } from '../../changes/change.js';
import type { Listed } from '../../changes/fold.js';
import { opens } from '../../changes/interest.js';
import type { AllowPolicy, Binding, DenyPolicy, Missing } from '../../policy/types.js';
import { addressOf, type Model } from './model.js';

const unseen = (subject: string): Missing => ({
  code: 'policy-not-readable',
  subject,
  what: `What ${subject} held before the change cannot be seen.`,
  needs: 'an earlier entry in the logs',
});

const sameGrant = (binding: Binding, delta: Delta): boolean =>
  binding.role === delta.role &&
  (binding.condition?.expression ?? '') === (delta.condition?.expression ?? '');

/** The policy with one grant taken out; undefined when it is not in it, so that something else has happened since. */
function without(policy: AllowPolicy, delta: Delta): AllowPolicy | undefined {
  let found = false;
  const bindings = policy.bindings.flatMap((binding): Binding[] => {
    if (!sameGrant(binding, delta) || !binding.members.includes(delta.member)) return [binding];
    found = true;
    const members = binding.members.filter((member) => member !== delta.member);
    return members.length === 0 ? [] : [{ ...binding, members }];
  });
  return found ? { ...policy, bindings } : undefined;
}

/** The policy with one grant put back, into the binding it belongs to: many bindings would make judging slow. */
function with_(policy: AllowPolicy, delta: Delta): AllowPolicy {
  const { role, member, condition } = delta;
  const at = policy.bindings.findIndex((binding) => sameGrant(binding, delta));
  const binding = policy.bindings[at];
  if (!binding) return { ...policy, bindings: [...policy.bindings, { role, members: [member], condition }] };
  if (binding.members.includes(member)) return policy;
  return {
    ...policy,
    bindings: policy.bindings.with(at, { ...binding, members: [...binding.members, member] }),
  };
}

function undoPolicy(model: Model, node: string, { change, compared }: Listed): boolean {
  const known = model.policies.get(node);
  if (!known?.known) return false;
  if (!compared) {
    model.policies.set(node, { known: false, why: unseen(node) });
    return false;
  }
  let policy = known.value;
  let exact = true;
  // The model holds only what can open an app.
  for (const delta of change.deltas.filter(opens)) {
    if (delta.action === 'remove') policy = with_(policy, delta);
    else {
      const less = without(policy, delta);
      exact = exact && less !== undefined;
      policy = less ?? policy;
    }
  }
  if (policy !== known.value) model.policies.set(node, { known: true, value: policy });
  return exact;
}

function undoMembership({ circles }: Model, { change }: Listed): boolean {
  const group = addressOf(change.resource.replace(/^groups\//, ''));
  let exact = true;
  for (const { action, role, member } of change.deltas) {
    if (role !== 'MEMBER') continue;
    if (action === 'remove') circles.link(addressOf(member), group);
    else if (action === 'add') exact = circles.unlink(addressOf(member), group) && exact;
  }
  return exact || circles.isDoubtful(group);
}

/** The rules a deny policy had before: those that the entry before on the same policy left. */
function rulesBefore(listed: Listed, older: readonly Listed[]): DenyPolicy['rules'] | undefined {
  const { touched } = listed.change;
  if (touched?.what !== 'deny') return undefined;
  for (const { change } of older) {
    if (change.touched?.what === 'deny' && change.touched.policy === touched.policy)
      return change.touched.rules;
  }
  return undefined;
}

const lastSegment = (name: string): string => name.slice(name.lastIndexOf('/') + 1);

function undoDeny(
  model: Model,
  node: string,
  touched: Extract<Touched, { what: 'deny' }>,
  listed: Listed,
  older: readonly Listed[],
): boolean {
  const known = model.deny.get(node);
  if (!known?.known) return false;
  const others = known.value.filter(({ name }) => lastSegment(name) !== lastSegment(touched.policy));
  if (touched.verb === 'created') {
    model.deny.set(node, { known: true, value: others });
    return true;
  }
  const rules = rulesBefore(listed, older);
  if (rules === undefined) {
    model.deny.set(node, { known: false, why: unseen(touched.policy) });
    return false;
  }
  model.deny.set(node, {
    known: true,
    value: [...others, { name: touched.policy, displayName: undefined, rules }],
  });
  return true;
}

function undoRole(model: Model, touched: Extract<Touched, { what: 'role' }>): boolean {
  const { name, added, removed, after } = touched;
  const known = model.roles.get(name);
  if (known?.known && added.length + removed.length > 0) {
    const permissions = [...known.value.permissions.filter((one) => !added.includes(one)), ...removed];
    model.roles.set(name, { known: true, value: { ...known.value, permissions } });
    return true;
  }
  if (after?.length === 0 && known?.known) {
    // It was deleted or emptied; what it held before the entry does not say.
    model.roles.set(name, { known: false, why: unseen(name) });
  }
  return false;
}

/** Whether the moment before is known for certain. `node` is the one name of the resource; `older` are the changes before. */
export function undo(model: Model, listed: Listed, node: string, older: readonly Listed[]): boolean {
  const { kind, touched } = listed.change;
  if (kind === 'iam-policy' || kind === 'iap-policy') return undoPolicy(model, node, listed);
  if (kind === 'group-membership') return undoMembership(model, listed);
  switch (touched?.what) {
    case 'deny':
      return undoDeny(model, touched.container, touched, listed, older);
    case 'role':
      return undoRole(model, touched);
    case 'group':
      model.circles.doubt(touched.group);
      return false;
    case 'account': {
      const address = addressOf(touched.member);
      if (touched.works) model.disabled.add(address);
      else model.disabled.delete(address);
      return true;
    }
    case undefined:
    case 'boundary':
    case 'levels':
    case 'switch':
    case 'settings':
      return false;
  }
}
