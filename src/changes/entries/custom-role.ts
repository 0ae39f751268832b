/** Custom roles: created, changed, deleted or brought back, with the permissions that came and went. */
import { changeOf, type EntryParser } from '../change.js';
import { at, textAt, textsAt } from '../entry.js';

const METHOD = /^google\.iam\.admin\.v1\.(Create|Update|Delete|Undelete)Role$/;
const WORDS: Readonly<Record<string, string>> = {
  Create: 'created',
  Update: 'changed',
  Delete: 'deleted',
  Undelete: 'brought back',
};

const few = (permissions: readonly string[]): string =>
  permissions.length <= 3
    ? permissions.join(', ')
    : `${permissions.slice(0, 3).join(', ')} and ${permissions.length - 3} more`;

export const customRole: EntryParser = {
  kind: 'custom-role',
  services: ['iam.googleapis.com'],
  parse: (envelope) => {
    const { method, payload } = envelope;
    const [, action] = METHOD.exec(method) ?? [];
    if (action === undefined) return undefined;
    const request = at(payload, 'request');
    const id = textAt(request, 'roleId') ?? textAt(request, 'role_id');
    const written = at(payload, 'response');
    const parent = envelope.resource || textAt(request, 'parent') || '';
    const name =
      textAt(written, 'name') ??
      (/\/roles\//.test(parent) || id === undefined ? parent : `${parent}/roles/${id}`);
    if (name === '') return 'unreadable';
    // Source: `google.iam.admin.v1.AuditData`.
    const delta = at(payload, 'serviceData', 'permissionDelta');
    const added = textsAt(delta, 'addedPermissions');
    const removed = textsAt(delta, 'removedPermissions');
    const included = at(written, 'includedPermissions') ?? at(request, 'role', 'includedPermissions');
    const after =
      action === 'Delete' ? [] : Array.isArray(included) ? textsAt({ included }, 'included') : undefined;
    const bits = [
      ...(added.length > 0 ? [`added ${few(added)}`] : []),
      ...(removed.length > 0 ? [`removed ${few(removed)}`] : []),
    ];
    const says = `${WORDS[action] ?? 'changed'} the custom role ${name}${bits.length === 0 ? '' : ` (${bits.join('; ')})`}`;
    return [
      changeOf(envelope, {
        kind: 'custom-role',
        resource: name,
        says,
        touched: { what: 'role', name, added, removed, after },
      }),
    ];
  },
};
