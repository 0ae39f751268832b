/** Access levels of Access Context Manager: created, changed, deleted or replaced all at once; every version of the API. */
import { changeOf, type EntryParser } from '../change.js';
import { at, listAt, textAt } from '../entry.js';
import { verbOf } from '../verb.js';

const METHOD = /\.AccessContextManager\.(?:(Create|Update|Delete)AccessLevel|(Replace)AccessLevels)$/;

export const accessLevel: EntryParser = {
  kind: 'access-level',
  services: ['accesscontextmanager.googleapis.com'],
  parse: (envelope) => {
    const { method, payload } = envelope;
    const [, one, all] = METHOD.exec(method) ?? [];
    const action = one ?? all;
    if (action === undefined) return undefined;
    const request = at(payload, 'request');
    if (all !== undefined) {
      const policy = (envelope.resource || textAt(request, 'parent') || '').replace(/\/accessLevels.*$/, '');
      if (policy === '') return 'unreadable';
      const names = listAt(request, 'accessLevels').flatMap((level) => textAt(level, 'name') ?? []);
      const says = `replaced every access level of ${policy}`;
      return [
        changeOf(envelope, {
          kind: 'access-level',
          resource: policy,
          says,
          touched: { what: 'levels', names, all: policy },
        }),
      ];
    }
    const named = textAt(request, 'accessLevel', 'name') ?? textAt(request, 'name');
    const resource = /\/accessLevels\//.test(envelope.resource)
      ? envelope.resource
      : (named ?? envelope.resource);
    if (resource === '') return 'unreadable';
    const short = resource.slice(resource.lastIndexOf('/') + 1);
    const says = `${verbOf(action) ?? 'changed'} the access level ${short}`;
    return [
      changeOf(envelope, {
        kind: 'access-level',
        resource,
        says,
        touched: { what: 'levels', names: [resource], all: undefined },
      }),
    ];
  },
};
