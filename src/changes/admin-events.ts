/** The Admin console's events as Google Cloud's logs carry them: a name, a type, and parameters by name. */
import { parseEmail } from '../names/index.js';
import type { AuditEnvelope } from './entry.js';
import { at, listAt, textAt } from './entry.js';

export interface AdminEvent {
  /** `ADD_GROUP_MEMBER` and the like; made from the method where the entry carries no event. */
  readonly name: string;
  readonly type: string;
  readonly value: (parameter: string) => string | undefined;
}

/** `google.admin.AdminService.addGroupMember` is `ADD_GROUP_MEMBER`. */
const nameOfMethod = (method: string): string =>
  method
    .slice(method.lastIndexOf('.') + 1)
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toUpperCase();

function parameterOf(parameters: readonly unknown[], name: string): string | undefined {
  const found = parameters.find((one) => textAt(one, 'name') === name);
  const value = textAt(found, 'value') ?? textAt(found, 'stringValue');
  if (value !== undefined) return value;
  const many = [...listAt(found, 'multiStrValue'), ...listAt(found, 'multiValue')];
  const [first] = many;
  return typeof first === 'string' ? first : undefined;
}

/** Every event of an entry; nothing when it is not the Admin console's. Source: `ActivityProto` in `metadata`. */
export function adminEvents(envelope: AuditEnvelope): readonly AdminEvent[] | undefined {
  if (envelope.service !== 'admin.googleapis.com') return undefined;
  const events = listAt(envelope.payload, 'metadata', 'event');
  const raw = events.length > 0 ? events : [at(envelope.payload, 'metadata')];
  return raw.map((event) => {
    const parameters = listAt(event, 'parameter');
    return {
      name: textAt(event, 'eventName') ?? nameOfMethod(envelope.method),
      type: textAt(event, 'eventType') ?? '',
      value: (name) => parameterOf(parameters, name),
    };
  });
}

/** The member an address stands for; these entries do not say whether it is a group. */
export function memberOfAddress(address: string | undefined): string | undefined {
  const email = parseEmail(address ?? '');
  if (!email) return undefined;
  return `${email.endsWith('.gserviceaccount.com') ? 'serviceAccount' : 'user'}:${email}`;
}
