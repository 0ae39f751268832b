/** Custom access levels: a CEL expression over the origin, the device, the sign-in and other levels. */

import { pathsIn } from '../condition/ast.js';
import { truthOf } from '../condition/clauses.js';
import type { Environment } from '../condition/evaluate.js';
import { parseCondition } from '../condition/parse.js';
import { missingOf, study } from '../condition/study.js';
import { parseTimestamp } from '../condition/time.js';
import { toLogic } from '../condition/tree.js';
import { settle, TRUE } from '../condition/truth.js';
import { failure, known, type Outcome, text, truth, unknown, type Value } from '../condition/value.js';
import { decided, type LevelFacts, type LookUpLevel, type Part, withoutDevice } from './facts.js';
import { inSubnetworks, isAddress } from './ip.js';

const DEVICE_GONE = 'IAP saw no record of the device, so it very likely has no Endpoint Verification';

/**
 * A custom level. An expression that fails at Google's side leaves the level unmet; one that cannot be read, or that
 * names a level that does not exist, is an error. Source: "Custom access level specification".
 */
export function evaluateCustomLevel(expression: string, facts: LevelFacts, lookUp: LookUpLevel): Part {
  const parsed = parseCondition(expression);
  if (!parsed.ok) {
    return parsed.problem === 'too-large'
      ? {
          truth: 'unknown',
          about: 'other',
          detail: 'the expression is too large to evaluate',
          missing: ['the level itself, whose expression is too large to evaluate'],
          broken: false,
        }
      : {
          truth: 'error',
          about: 'other',
          detail: `its expression cannot be read: ${parsed.problem.text}`,
          missing: [],
          broken: false,
        };
  }
  let broken = false;
  const env = levelEnvironment(facts, (name) => {
    const level = lookUp(name);
    if (!level || level.broken) broken = true;
    return level;
  });
  const logic = toLogic(parsed.ast, parsed.source, parsed.tokens);
  const found = study(logic, env);
  const result = settle(found.possible, 'allow');
  const missing = result === 'unknown' ? missingOf(logic, found, TRUE).map((need) => need.needs) : [];
  const at = found.outcomes.findIndex((outcome, index) => {
    const is = truthOf(outcome);
    return is === 'error' || is === (logic.atoms[index]?.inverted ? 'true' : 'false');
  });
  const atom = logic.atoms[at];
  const outcome = found.outcomes[at];
  const about = atom ? aboutOf(pathsIn(atom.ast), lookUp) : 'other';
  switch (result) {
    case 'true':
      return { ...decided(true, 'other', 'its expression holds') };
    case 'unknown':
      return { truth: 'unknown', about, detail: `${missing.join(', ')} is not known`, missing, broken };
    case 'false':
    case 'error': {
      const detail =
        outcome?.is === 'error' ? outcome.error.text : `${atom?.text ?? expression} does not hold`;
      return {
        ...decided(false, about, detail),
        truth: result === 'error' && broken ? 'error' : 'false',
        broken,
      };
    }
  }
}

function aboutOf(paths: readonly string[], lookUp: LookUpLevel): Part['about'] {
  if (paths.includes('origin.ip')) return 'ip';
  if (paths.some((path) => path.startsWith('device.') || path === 'device')) return 'device';
  const level = paths.find((path) => path.startsWith('levels.'));
  return (level && lookUp(level.slice('levels.'.length))?.failed) || 'other';
}

function levelEnvironment(facts: LevelFacts, lookUp: LookUpLevel): Environment {
  const device = (): Outcome =>
    withoutDevice(facts) ? failure('runtime', DEVICE_GONE) : gap("the state of the person's device");
  const attribute = (name: string): Outcome => {
    if (name === 'device' || name.startsWith('device.')) return device();
    if (name.startsWith('levels.')) return levelOutcome(name.slice('levels.'.length), lookUp);
    // `DeviceEncryptionStatus.ENCRYPTED` and its like stand for themselves.
    if (/^[A-Z]/.test(name)) return text(name);
    switch (name) {
      case 'origin.ip':
        return facts.ip === undefined || !isAddress(facts.ip)
          ? gap('the address the request comes from (--ip)')
          : text(facts.ip);
      case 'origin.region_code':
        return facts.region === undefined ? gap('the country the request comes from') : text(facts.region);
      case 'request.time': {
        const nanos = parseTimestamp(facts.at);
        return nanos === undefined ? gap('the time (--at)') : known({ kind: 'timestamp', nanos });
      }
      case 'request.auth.access_levels':
        return failure(
          'unsupported-attribute',
          'a level asks for other levels with levels.NAME, not with request.auth.access_levels',
        );
      default:
        return name.startsWith('request.auth') ? gap('how the person signed in') : gap(name);
    }
  };
  return {
    attribute,
    level: () => failure('unsupported-attribute', 'request.auth.access_levels'),
    has: (name) => name === 'inIpRange' || name === 'origin.clientCertFingerprint' || /^device\./.test(name),
    call: (name, args) => {
      if (name === 'inIpRange') return inIpRange(args);
      return name === 'origin.clientCertFingerprint'
        ? gap('the certificate the request was made with')
        : device();
    },
    // Google checked the expression when it was written: what we do not know is not therefore wrong.
    unknownFunction: (name) => gap(`what ${name}() says`),
    macro: () => gap('what the expression finds in a list'),
  };
}

function gap(what: string): Outcome {
  return unknown(what, what);
}

function levelOutcome(name: string, lookUp: LookUpLevel): Outcome {
  const level = lookUp(name);
  if (!level) return failure('unknown-level', `it asks for level ${name}, which does not exist`);
  switch (level.truth) {
    case 'true':
    case 'false':
      return truth(level.truth === 'true');
    case 'error':
      return failure('runtime', `level ${name}: ${level.detail}`);
    case 'unknown':
      return { is: 'unknown', needs: level.missing.map((what) => ({ attribute: what, needs: what })) };
  }
}

/** `inIpRange(origin.ip, ["203.0.113.0/24"])`; a single range may stand without the list. */
function inIpRange(args: readonly Value[]): Outcome | undefined {
  const [address, ranges] = args;
  if (address?.kind !== 'string' || !ranges) return undefined;
  const items = ranges.kind === 'list' ? ranges.items : [ranges];
  const texts = items.flatMap((item) => (item.kind === 'string' ? [item.value] : []));
  if (texts.length < items.length) return undefined;
  const inside = inSubnetworks(address.value, texts);
  return inside === undefined
    ? failure('runtime', 'inIpRange() was given something that is no address')
    : truth(inside);
}
