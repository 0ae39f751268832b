/** Reports no sane program makes: hostile strings, huge strings, thousands of everything. For the property tests. */
import fc from 'fast-check';
import type { Fix, WhyReport } from '../../src/diagnosis/report.js';

export const HOSTILE = [
  '<!channel>',
  '<!here> & <!everyone>',
  '<https://evil.test|dashboard>',
  '<@U0123456789> <#C0123456789|general> <!subteam^S0123>',
  '`code` ``` *bold* _it_ ~no~ > quote',
  '`unclosed',
  'first\nsecond\r\nthird\rfourth',
  '\u001b[31mred\u001b[0m \u001b]8;;https://evil.test\u0007link\u001b]8;;\u0007',
  '\u202egnp.exe\u202c \u2066x\u2069 \u200b\u200d\ufeff',
  'abc\u0000\u0007\u0008\u009b31m\u007f',
  '\ud800 half \udc00',
  'm\u034fa\u3164y\u115fa',
  '&lt;!channel&gt; &amp;',
  'https://evil.test/?a=<b>&c="d"',
  'javascript:alert(1)',
  ':smile: @channel @here',
  '',
  ' ',
  '\n\n\n',
  '__proto__',
  'constructor',
  'x'.repeat(60_000),
  '& < > '.repeat(5_000),
  '`a`'.repeat(10_000),
  'w '.repeat(20_000),
  '漢字'.repeat(4_000),
  '👩‍💻🇩🇪'.repeat(2_000),
] as const;

export const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...HOSTILE) },
  { weight: 2, arbitrary: fc.string({ maxLength: 40 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.lorem({ maxCount: 12 }) },
);

/** The same value with every string cut to a few hundred characters. */
function small(value: unknown): unknown {
  if (typeof value === 'string') return value.slice(0, 300);
  if (Array.isArray(value)) return value.slice(0, 3).map(small);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, small(inner)]));
}

/** Mostly a few, which may be huge; now and then thousands, which are not. */
function many<T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  const thousands = fc
    .tuple(one, fc.integer({ min: 200, max: 3000 }))
    .map(([item, n]) => Array.from({ length: n }, () => small(item) as T));
  return fc.oneof(
    { weight: 12, arbitrary: fc.array(one, { maxLength: 4 }) },
    { weight: 1, arbitrary: thousands },
  );
}

const orNull = (one: fc.Arbitrary<string>): fc.Arbitrary<string | null> => fc.option(one, { nil: null });

const time = fc.oneof(
  text,
  fc
    .date({ min: new Date('2020-01-01'), max: new Date('2027-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString()),
);

const code = fc.oneof(
  text,
  fc.constantFrom(
    'not-in-group',
    'no-grant',
    'deny-policy',
    'groups-not-readable',
    'condition-needs-context',
  ),
);
const url = fc.oneof(text, fc.webUrl({ withQueryParameters: true, withFragments: true }));
const verdict = fc.constantFrom('allowed', 'denied', 'unknown');
const cause = fc.record({ code, check: text, text, adminText: text });
const evidence = fc.record({
  source: text,
  resource: text,
  readAt: time,
  cached: fc.boolean(),
  stale: fc.boolean(),
});

const finding = fc.record({
  check: fc.oneof(text, fc.constantFrom('allow', 'deny', 'account')),
  verdict: fc.constantFrom('blocks', 'could-not-look', 'unsure', 'warns', 'ok', 'not-applicable'),
  code: orNull(code),
  text,
  adminText: text,
  evidence: many(evidence),
});

const fix: fc.Arbitrary<Fix> = fc.record({
  title: text,
  for: fc.constantFrom('person', 'owner', 'operator'),
  overgrant: fc.constantFrom(0, 1, 2, 3, 4),
  gcloud: orNull(text),
  terraform: orNull(text),
  console: orNull(url),
  then: text,
});

const change = fc.record({
  at: time,
  actor: text,
  actorKind: fc.constantFrom('person', 'automation', 'unknown'),
  tool: orNull(text),
  kind: text,
  resource: text,
  summary: text,
  deltas: fc.array(
    fc.record({
      action: fc.constantFrom('add', 'remove', 'change'),
      role: text,
      member: text,
      condition: orNull(text),
    }),
    { maxLength: 2 },
  ),
  effect: fc.record({
    gained: fc.array(text, { maxLength: 2 }),
    lost: fc.array(text, { maxLength: 2 }),
    gainedCount: fc.nat(),
    lostCount: fc.nat(),
    complete: fc.boolean(),
  }),
  relation: fc.constantFrom('cause', 'coincidence', 'unrelated', null),
  entry: text,
});

const whole = {
  schema: fc.constant('iap-doctor.why/1' as const),
  id: fc.oneof(text, fc.constant('7Q2M-K4XD')),
  who: fc.record({
    asked: text,
    email: orNull(fc.oneof(text, fc.emailAddress())),
    kind: fc.constantFrom('user', 'serviceAccount', 'federated', 'unknown'),
  }),
  where: fc.record({ name: text, resource: text, url: fc.option(url, { nil: null }) }),
  verdict,
  cause: fc.option(cause, { nil: null }),
  also: many(cause),
  findings: many(finding),
  grants: many(
    fc.record({ via: fc.array(text, { maxLength: 6 }), role: text, node: text, condition: orNull(text) }),
  ),
  nearMiss: fc.option(
    fc.record({
      role: text,
      node: text,
      member: text,
      failedOn: fc.constantFrom('role', 'member', 'condition', 'node'),
      detail: text,
    }),
    { nil: null },
  ),
  fixes: many(fix),
  changes: many(change),
  services: fc.option(many(fc.record({ name: text, verdict, code: orNull(code) })), { nil: null }),
  blindSpots: many(fc.record({ code, what: text, needs: text })),
  secondOpinion: fc.option(
    fc.record({ source: text, state: text, agrees: fc.option(fc.boolean(), { nil: null }) }),
    { nil: null },
  ),
  cost: fc.record({
    calls: fc.nat(),
    byApi: fc.dictionary(fc.string({ minLength: 1, maxLength: 10 }), fc.nat(), { maxKeys: 4 }),
    roundTrips: fc.nat(),
    ms: fc.nat(),
  }),
  oldestFactAt: time,
  note: text,
};

export const monster: fc.Arbitrary<WhyReport> = fc.record(whole) as fc.Arbitrary<WhyReport>;

export const MARK = 'PLANTED-SECRET';

/** The same report with a mark in everything that is not for the asker's eyes. */
export function planted(report: WhyReport): WhyReport {
  const mark = (words: string): string => `${words} ${MARK}`;
  const orMark = (words: string | null): string | null => (words === null ? null : mark(words));
  return {
    ...report,
    cause: report.cause && { ...report.cause, adminText: mark(report.cause.adminText) },
    also: report.also.map((one) => ({ ...one, adminText: mark(one.adminText) })),
    findings: report.findings.map((one) => ({
      ...one,
      adminText: mark(one.adminText),
      evidence: one.evidence.map((item) => ({ ...item, resource: mark(item.resource) })),
    })),
    grants: report.grants.map((grant) => ({
      via: grant.via.map(mark),
      role: mark(grant.role),
      node: mark(grant.node),
      condition: orMark(grant.condition),
    })),
    nearMiss: report.nearMiss && {
      ...report.nearMiss,
      role: mark(report.nearMiss.role),
      node: mark(report.nearMiss.node),
      member: mark(report.nearMiss.member),
      detail: mark(report.nearMiss.detail),
    },
    fixes: report.fixes.map((fix) =>
      fix.for === 'person'
        ? { ...fix, terraform: orMark(fix.terraform) }
        : {
            ...fix,
            title: mark(fix.title),
            gcloud: orMark(fix.gcloud),
            terraform: orMark(fix.terraform),
            console: fix.console && `https://console.cloud.google.com/${MARK}`,
            then: mark(fix.then),
          },
    ),
    changes: report.changes.map((change) => ({
      ...change,
      actor: mark(change.actor),
      summary: mark(change.summary),
      resource: mark(change.resource),
      tool: orMark(change.tool),
      effect: { ...change.effect, lost: [MARK], gained: [MARK] },
    })),
    blindSpots: report.blindSpots.map((spot) => ({ ...spot, needs: mark(spot.needs) })),
    where: { ...report.where, resource: mark(report.where.resource) },
  };
}
