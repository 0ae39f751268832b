/** Everything else that writes in a part of Google that decides about access: named as it is, never dropped in silence. */
import { changeOf, type EntryParser } from '../change.js';
import { verbOf } from '../verb.js';

/** Methods of these that write are told; of all other services nothing concerns access. */
const METHODS: readonly (readonly [service: string, method: RegExp])[] = [
  ['iap.googleapis.com', /./],
  ['accesscontextmanager.googleapis.com', /./],
  ['cloudidentity.googleapis.com', /Group|Membership|Policy/],
  [
    'cloudresourcemanager.googleapis.com',
    /(?:Move|Delete|Undelete)(?:Project|Folder)|Tag(?:Binding|Value|Key)|Liens?$/,
  ],
  ['iam.googleapis.com', /Polic(?:y|ies)|Boundary/],
  ['privilegedaccessmanager.googleapis.com', /Entitlement|Grant/],
];

/** `SetIamPolicy` of tags and the like is read by nobody here and changes no access to an app by itself. */
export const other: EntryParser = {
  kind: 'other',
  services: METHODS.map(([service]) => service),
  parse: (envelope) => {
    const { service, method, resource } = envelope;
    const family = METHODS.find(([name]) => name === service);
    if (!family?.[1].test(method)) return undefined;
    const action = method.slice(method.lastIndexOf('.') + 1);
    const verb = verbOf(action);
    if (verb === undefined) return undefined;
    const what = action
      .replace(/^[A-Z][a-z]+/, '')
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase();
    const name = resource.slice(resource.lastIndexOf('/') + 1);
    const says = `${verb} ${what === '' ? 'something' : `the ${what}`}${name === '' ? '' : ` ${name}`}`;
    return [changeOf(envelope, { kind: 'other', resource: resource || method, says })];
  },
};
