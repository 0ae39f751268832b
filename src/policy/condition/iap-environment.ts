/** What the condition of an allow binding can ask when the resource is behind IAP. */
import { normaliseHost, pathForms } from '../request.js';
import type { RequestContext } from '../results.js';
import { TAG_FUNCTION } from './ast.js';
import { type Environment, noSuchFunction } from './evaluate.js';
import { tagOutcome } from './tag-environment.js';
import { failure, known, type Outcome, text, truth, unknown, type Value, whole } from './value.js';

/** One of the forms of the path that IAP checks; `refused` is the one it answers with 400. */
export type PathForm = { readonly path: string } | 'refused' | undefined;

const OWN = new Set(['api.getAttribute', 'compute.isForwardingRuleCreationOperation']);
const LEVEL_NAME = /^accessPolicies\/[^/]+\/accessLevels\/[^/]+$/;

/** The forms of the request's path, the raw one first. One `undefined` when the path is not known. */
export function formsOf(path: string | undefined): {
  readonly forms: readonly PathForm[];
  /** The other reading of the raw form, see {@link pathForms}. */
  readonly cut: PathForm;
} {
  if (path === undefined) return { forms: [undefined], cut: undefined };
  const forms = pathForms(path);
  if (forms.kind === 'refused') return { forms: ['refused'], cut: undefined };
  const raw = { path: forms.raw };
  return {
    forms: forms.normal === forms.raw ? [raw] : [raw, { path: forms.normal }],
    cut: forms.cut === undefined ? undefined : { path: forms.cut },
  };
}

/**
 * An allow binding's condition on an IAP resource. Source: attribute reference for IAM Conditions, which lists
 * what IAP offers; an attribute that is not offered never counts as granting.
 */
export function iapEnvironment(context: RequestContext, at: bigint | undefined, form: PathForm): Environment {
  const tunnel = context.resource.type.startsWith('iap.googleapis.com/Tunnel');
  const webOnly = (name: string, value: () => Outcome): Outcome =>
    tunnel ? failure('unsupported-attribute', `${name} is not offered for IAP TCP forwarding`) : value();
  const tcpOnly = (name: string, value: Outcome): Outcome =>
    tunnel ? value : failure('unsupported-attribute', `${name} is only offered for IAP TCP forwarding`);
  const attribute = (name: string): Outcome => {
    switch (name) {
      case 'request.time':
        return at === undefined
          ? unknown(name, '--at with an RFC 3339 time')
          : known({ kind: 'timestamp', nanos: at });
      case 'request.path':
        return webOnly(name, () => pathOutcome(form));
      case 'request.host':
        return webOnly(name, () =>
          context.host === undefined
            ? unknown(name, '--host, or the URL instead of the service name')
            : text(normaliseHost(context.host)),
        );
      case 'request.auth.access_levels':
        return known({ kind: 'levels' });
      case 'resource.service':
        return text(context.resource.service);
      case 'resource.type':
        return text(context.resource.type);
      case 'resource.name':
        return failure(
          'unsupported-attribute',
          'IAP offers conditions no resource.name, so it never matches',
        );
      case 'destination.ip': {
        const { ip } = context.destination;
        return tcpOnly(name, ip === undefined ? unknown(name, 'the address the tunnel goes to') : text(ip));
      }
      case 'destination.port': {
        const { port } = context.destination;
        const value = port === undefined ? unknown(name, 'the port the tunnel goes to') : whole(BigInt(port));
        return tcpOnly(name, value);
      }
      default:
        return failure('unsupported-attribute', `IAP offers conditions no ${name}`);
    }
  };
  return {
    attribute,
    level: (name) => levelOutcome(context, name),
    has: (name) => TAG_FUNCTION.test(name) || OWN.has(name),
    call: (name, args) => {
      if (TAG_FUNCTION.test(name)) return tagOutcome(name, args, context.tags);
      // Passing IAP never creates a forwarding rule.
      return name === 'api.getAttribute' ? apiAttribute(args) : truth(false);
    },
    unknownFunction: noSuchFunction,
    macro: () =>
      unknown('the expression', 'a condition without has() or exists(), which IAM does not document'),
  };
}

function pathOutcome(form: PathForm): Outcome {
  if (form === undefined)
    return unknown('request.path', '--path, or the URL instead of the service name', '/');
  return form === 'refused'
    ? failure('runtime', 'IAP answers 400 to a path with a segment that starts with ..;')
    : text(form.path);
}

function apiAttribute(args: readonly Value[]): Outcome | undefined {
  const [name, fallback] = args;
  if (name?.kind !== 'string' || !fallback) return undefined;
  // IAP documents no API attributes of its own for people's requests; where the service gives none, the default stands.
  return name.value.startsWith('iap.googleapis.com/')
    ? unknown(`api attribute ${name.value}`, 'the request itself; the bot cannot see this attribute')
    : known(fallback);
}

function levelOutcome(context: RequestContext, name: string): Outcome {
  const short = name.split('/').pop() ?? name;
  // Where the levels could not be listed, a level given by its short name can only be found by that.
  const byShortName = context.levelsComplete.known ? undefined : context.levels.get(short);
  const found = context.levels.get(name) ?? byShortName;
  const giving = `--access-level ${short}, or one visit whose log entry can be read`;
  if (!found) {
    if (!LEVEL_NAME.test(name)) {
      return failure(
        'unknown-level',
        `${name} is not a full access level name (accessPolicies/N/accessLevels/NAME)`,
      );
    }
    if (context.levelsComplete.known) {
      return failure('unknown-level', `no access level is called ${name}; names are case-sensitive`);
    }
    return unknown(
      `access level ${name}`,
      `${giving}; or ${context.levelsComplete.why.needs} to read the level`,
    );
  }
  switch (found.truth) {
    case 'true':
      return truth(true);
    case 'false':
      return truth(false);
    case 'error':
      return failure('broken-level', `access level ${short} cannot be evaluated: ${found.detail}`);
    case 'unknown':
      return unknown(`access level ${name}`, [giving, ...found.missing].join('; or '));
  }
}
