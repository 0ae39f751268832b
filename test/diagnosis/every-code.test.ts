/** Every code that `why` can give is given by somebody in the fictional company, or can only be seen by a probe. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WhyReport } from '../../src/diagnosis/report.js';
import { missingCodes } from '../../src/fixes/missing-codes.js';
import { blindScenarios } from '../../src/sandbox/world/blind.js';
import { worldScenarios } from '../../src/sandbox/world.js';
import { askWhen } from '../support/around.js';
import { inParallel } from '../support/in-parallel.js';
import { type Product, reportOf, startProduct } from '../support/product.js';

/** The reasons of the contract, in their numbering. */
const REASONS = [
  ...['no-grant', 'role-lacks-permission', 'granted-elsewhere', 'run-invoker-only', 'wrong-permission-kind'],
  ...['custom-role-lacks-permission', 'not-in-group', 'membership-expired', 'dynamic-group-stale'],
  ...['membership-restricted', 'deleted-principal', 'group-missing', 'other-account', 'account-disabled'],
  ...['outside-domain', 'deny-policy', 'deny-unevaluable', 'deny-exception-missed', 'boundary-excludes'],
  ...['boundary-unevaluable', 'foreign-boundary', 'condition-expired', 'condition-hours'],
  ...['condition-malformed', 'condition-path', 'condition-host', 'condition-unsupported-attribute'],
  ...['access-level-ip', 'access-level-device', 'access-level-other', 'access-level-unknown-name'],
  ...['access-level-broken', 'access-level-unsupported-target', 'change-propagating', 'grant-removed'],
  ...['jit-grant-ended', 'oauth-client-missing', 'oauth-audience', 'oauth-client-mismatch'],
  ...['service-agent-not-invoker', 'iap-enabled-twice', 'host-not-allowed', 'reauth-required'],
  ...['non-browser-request', 'token-audience', 'identity-source-mismatch', 'federated-not-matched'],
  ...['service-replaced', 'throttled', 'org-policy-forbids', 'blocked-outside-iap', 'app-refused'],
  ...['public', 'inherited-grant', 'condition-bypassed', 'domain-wider', 'nested-grant', 'gcip-iam-off'],
  ...['iap-bypassable', 'owner-tunnels', 'preflight-open', 'removal-propagating', 'negated-condition'],
  ...['boundary-not-enforced', 'deny-misses'],
];

/** What no policy, setting or log tells: it is in the request itself, and in the reply to it. */
const ONLY_A_PROBE_SEES: Readonly<Record<string, string>> = {
  'non-browser-request':
    'whether the client sent a cookie, and what IAP answered without one, is in the exchange',
  'token-audience': 'the audience stands in the token, which no log keeps',
  throttled: 'the quota is counted at the front door, and a refusal for it is a 429 without a log entry',
};

let product: Product;
let world: readonly { readonly said: ReadonlySet<string>; readonly who: string }[];

const codesIn = ({ cause, also, findings }: WhyReport): ReadonlySet<string> =>
  new Set(
    [cause?.code, ...[...also, ...findings].map(({ code }) => code)].filter(
      (code) => typeof code === 'string',
    ),
  );

beforeAll(async () => {
  product = await startProduct();
  world = await inParallel(4, worldScenarios, async ({ who, where }) => ({
    who: `${who} at ${where}`,
    said: codesIn(reportOf(await product.cold(['why', who, where]))),
  }));
}, 240_000);
afterAll(() => product.close());

describe('the reasons', () => {
  it('are all 65, each once', () => {
    expect(REASONS).toHaveLength(65);
    expect(new Set(REASONS).size).toBe(65);
  });

  it.each(REASONS.filter((code) => ONLY_A_PROBE_SEES[code] === undefined))(
    '%s is met by somebody in the company',
    (code) => {
      expect(world.filter(({ said }) => said.has(code)).map(({ who }) => who)).not.toEqual([]);
    },
  );

  it('that only a probe sees are given by no question about policies', () => {
    for (const code of Object.keys(ONLY_A_PROBE_SEES)) {
      expect(REASONS).toContain(code);
      expect(world.filter(({ said }) => said.has(code))).toEqual([]);
    }
  });
});

describe('what cannot be told', () => {
  it('has a scenario for every code', () => {
    const codes = blindScenarios.map(({ code }) => code);
    expect(missingCodes.filter((code) => !codes.includes(code))).toEqual([]);
  });

  it.each(blindScenarios)('$code: $about', async ({ code, who, where, without, fault }) => {
    const report = await askWhen(product, who, where, {
      when: ({ caller }) => void (without && caller.denied.push(without)),
      faults: fault ? [fault] : [],
      options: { timeoutMs: fault?.kind === 'hang' ? 1_000 : 10_000 },
    });
    const spots = report.blindSpots.filter((spot) => spot.code === code);
    expect(spots, JSON.stringify(report.cause ?? report.blindSpots)).not.toEqual([]);
    for (const { what, needs } of spots) expect(what.length * needs.length).toBeGreaterThan(0);
    if (missingCodes.includes(code)) {
      expect(report.verdict).toBe('unknown');
      expect([report.cause?.code, ...report.also.map((one) => one.code)]).toContain(code);
    } else expect(report.verdict).toBe('denied');
  });
});
