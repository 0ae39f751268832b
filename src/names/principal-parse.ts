/** Reads principals of allow policies, deny policies and boundary bindings. */
import { parseContainer } from './container.js';
import { parseDomain, parseEmail } from './email.js';
import type { CustomerId, Pool, Principal } from './principal.js';

const unrecognised = (raw: string): Principal => ({ kind: 'unrecognised', raw });

const WORKFORCE = /^(locations\/global\/workforcePools\/[^/]+)\/(.+)$/;
const WORKLOAD = /^(projects\/[^/]+\/locations\/global\/workloadIdentityPools\/[^/]+)\/(.+)$/;

function parsePooled(raw: string, path: string, set: boolean): Principal {
  const workforce = WORKFORCE.exec(path);
  const workload = workforce ? null : WORKLOAD.exec(path);
  const match = workforce ?? workload;
  const name = match?.[1];
  const tail = match?.[2];
  if (name === undefined || tail === undefined) return unrecognised(raw);
  const pool: Pool = { kind: workforce ? 'workforce' : 'workload', name };
  const slash = tail.indexOf('/');
  const head = slash < 0 ? tail : tail.slice(0, slash);
  const rest = slash < 0 ? '' : tail.slice(slash + 1);
  if (!set)
    return head === 'subject' && rest !== ''
      ? { kind: 'federatedSubject', pool, subject: rest }
      : unrecognised(raw);
  if (tail === '*') return { kind: 'federatedPool', pool };
  if (head === 'group' && rest !== '') return { kind: 'federatedGroup', pool, group: rest };
  const attribute = /^attribute\.(.+)$/s.exec(head)?.[1];
  if (attribute !== undefined && rest !== '')
    return { kind: 'federatedAttribute', pool, attribute, value: rest };
  if (pool.kind === 'workload' && rest !== '' && (head === 'namespace' || head === 'kubernetes.cluster'))
    return { kind: 'federatedAttribute', pool, attribute: head, value: rest, gke: true };
  return unrecognised(raw);
}

function parseUrl(raw: string): Principal {
  const match = /^(principal|principalSet):\/\/([^/]+)\/(.+)$/.exec(raw);
  const [, scheme, host, path] = match ?? [];
  if (scheme === undefined || host === undefined || path === undefined) return unrecognised(raw);
  const set = scheme === 'principalSet';
  if (host === 'iam.googleapis.com') {
    const account = /^projects\/-\/serviceAccounts\/(.+)$/.exec(path)?.[1];
    const email = account === undefined || set ? undefined : parseEmail(account);
    return email ? { kind: 'serviceAccount', email } : parsePooled(raw, path, set);
  }
  if (host === 'goog') return parseGoog(raw, path, set);
  if (host === 'cloudresourcemanager.googleapis.com') {
    const typed = /^((?:projects|folders|organizations)\/[^/]+)\/type\/(ServiceAccount|ServiceAgent)$/.exec(
      path,
    );
    const container = typed?.[1] === undefined ? undefined : parseContainer(typed[1]);
    const type = typed?.[2];
    if (set && container && (type === 'ServiceAccount' || type === 'ServiceAgent'))
      return { kind: 'accountsOf', container, type };
    return unrecognised(raw);
  }
  return host.startsWith('agents.global.') ? { kind: 'agent', raw } : unrecognised(raw);
}

function parseGoog(raw: string, path: string, set: boolean): Principal {
  if (set && path === 'public:all') return { kind: 'allUsers' };
  const slash = path.indexOf('/');
  if (slash < 0) return unrecognised(raw);
  const head = path.slice(0, slash);
  const rest = path.slice(slash + 1);
  if (set && head === 'cloudIdentityCustomerId' && rest !== '')
    return { kind: 'customer', customer: rest as CustomerId };
  const email = parseEmail(rest);
  if (!set && head === 'subject' && email) return { kind: 'user', email };
  if (set && head === 'group' && email) return { kind: 'group', email };
  return unrecognised(raw);
}

function splitUid(text: string): { body: string; uid: string | undefined } {
  const at = text.lastIndexOf('?uid=');
  return at < 0 ? { body: text, uid: undefined } : { body: text.slice(0, at), uid: text.slice(at + 5) };
}

/** Only accounts, groups and federated identities are ever written as deleted (IAM "Principal identifiers"). */
function parseDeleted(raw: string, parse: (text: string) => Principal): Principal {
  const { body, uid } = splitUid(raw.slice('deleted:'.length));
  if (body.startsWith('deleted:')) return unrecognised(raw);
  const was = parse(body);
  switch (was.kind) {
    case 'user':
    case 'serviceAccount':
    case 'group':
    case 'federatedSubject':
      return { kind: 'deleted', was, uid };
    default:
      return unrecognised(raw);
  }
}

/**
 * Reads one member of an allow policy. Never fails: what is not a known form is `unrecognised`.
 * The type word and `allUsers` are case-sensitive, addresses are not (IAM "Principal identifiers").
 */
export function parseAllowMember(raw: string): Principal {
  if (raw === 'allUsers' || raw === 'allAuthenticatedUsers') return { kind: raw };
  if (raw.startsWith('deleted:')) return parseDeleted(raw, parseAllowMember);
  if (raw.startsWith('principal:') || raw.startsWith('principalSet:')) return parseUrl(raw);
  const colon = raw.indexOf(':');
  if (colon < 0) return unrecognised(raw);
  const type = raw.slice(0, colon);
  const value = raw.slice(colon + 1);
  switch (type) {
    case 'user':
    case 'group': {
      const email = parseEmail(value);
      return email ? { kind: type, email } : unrecognised(raw);
    }
    case 'serviceAccount': {
      const gke = /^([^[\]]+)\.svc\.id\.goog\[([^/\]]+)\/([^\]]+)\]$/.exec(value);
      const [, project, namespace, account] = gke ?? [];
      if (project !== undefined && namespace !== undefined && account !== undefined)
        return { kind: 'gkeWorkload', project, namespace, account };
      const email = parseEmail(value);
      return email ? { kind: 'serviceAccount', email } : unrecognised(raw);
    }
    case 'domain': {
      const domain = parseDomain(value);
      return domain ? { kind: 'domain', domain } : unrecognised(raw);
    }
    case 'projectOwner':
    case 'projectEditor':
    case 'projectViewer':
      return value === '' ? unrecognised(raw) : { kind: 'convenience', role: type, project: value };
    default:
      return unrecognised(raw);
  }
}

/** Reads one principal of a deny policy (IAM v2). Never fails. */
export function parseDenyPrincipal(raw: string): Principal {
  if (raw.startsWith('deleted:')) return parseDeleted(raw, parseDenyPrincipal);
  return parseUrl(raw);
}

/** Reads the principal set a boundary policy is bound to (IAM v3 `target.principalSet`). Never fails. */
export function parsePrincipalSet(raw: string): Principal {
  const workspace = /^\/\/iam\.googleapis\.com\/locations\/global\/workspace\/([^/]+)$/.exec(raw)?.[1];
  if (workspace !== undefined) return { kind: 'workspace', customer: workspace as CustomerId };
  const pool =
    /^\/\/iam\.googleapis\.com\/((?:locations\/global\/workforcePools|projects\/[^/]+\/locations\/global\/workloadIdentityPools)\/[^/]+)$/.exec(
      raw,
    )?.[1];
  if (pool !== undefined)
    return {
      kind: 'federatedPool',
      pool: { kind: pool.startsWith('locations/') ? 'workforce' : 'workload', name: pool },
    };
  const container = raw.startsWith('//cloudresourcemanager.googleapis.com/')
    ? parseContainer(raw)
    : undefined;
  return container ? { kind: 'container', container } : unrecognised(raw);
}
