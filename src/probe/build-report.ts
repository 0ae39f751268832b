/** From what was seen and concluded to the report of the contract (`contract.md` §4). Pure. */
import { spelt } from '../fixes/spelling.js';
import type { Fix } from '../fixes/types.js';
import { JWT_TEST_WARNING } from './jwt-test.js';
import type { Observation } from './observation.js';
import type { ProbeCause, ProbeFinding, ProbeReport } from './report.js';
import { backendJwtOf, directOf, grpcOf, httpOf, latencyOf, streamsOf, tokenOf } from './report-parts.js';
import { stagesOf } from './report-stages.js';
import type { Conclusion } from './symptoms/symptom.js';

export interface ReportTerms {
  readonly id: string;
  /** How long the probe took, milliseconds. */
  readonly ms: number;
  /** Sentences for whoever asked, e.g. about the file of the token. */
  readonly hints?: readonly string[];
}

/** The report; every part that was not asked for or not reached is null or empty. */
export function buildReport(seen: Observation, concluded: Conclusion, terms: ReportTerms): ProbeReport {
  const { target } = seen;
  return {
    schema: 'iap-doctor.probe/1',
    id: terms.id,
    where: {
      name: target.name,
      url: target.url,
      grpc: target.grpc ?? null,
      resource: target.resource ?? null,
    },
    verdict: concluded.verdict,
    failedStage: concluded.failedStage,
    answeredBy: concluded.answeredBy,
    cause: concluded.cause ? causeOf(concluded.cause) : null,
    also: concluded.also.map(causeOf),
    findings: [...findingsOf(seen, concluded), ...(terms.hints ?? []).map(hint)],
    stages: stagesOf(seen, concluded),
    http: httpOf(seen.reply ?? seen.bare),
    grpc: grpcOf(seen),
    token: tokenOf(seen),
    stream: streamsOf(seen),
    direct: directOf(seen),
    backendJwt: backendJwtOf(seen),
    latency: latencyOf(seen),
    // As gcloud takes them: it refuses project numbers.
    fixes: fixesOf(seen, concluded).map((fix) => spelt(fix, { number: '', id: undefined })),
    blindSpots: seen.blindSpots,
    ms: Math.round(terms.ms),
  };
}

type Named = Conclusion['also'][number];

const causeOf = ({ code, check, text, adminText, sureness, competing }: Named): ProbeCause => ({
  code,
  check,
  text,
  adminText,
  sureness,
  competing: competing ?? [],
});

const BY_ACCESS = { allowed: 'ok', denied: 'blocks', unknown: 'unsure' } as const;

const hint = (text: string): ProbeFinding => ({
  check: 'token-file',
  verdict: 'warns',
  code: null,
  text,
  adminText: text,
  evidence: [],
});

const afterTests: ProbeFinding = {
  check: 'jwt-test',
  verdict: 'warns',
  code: null,
  text: JWT_TEST_WARNING,
  adminText: JWT_TEST_WARNING,
  evidence: [],
};

/**
 * The mends, smallest overgrant first. Where IAP knows the caller and does not let them in, `why` has said what would
 * mend it, and asking it again is no mend.
 */
function fixesOf({ around }: Observation, { cause, fixes }: Conclusion): Fix[] {
  const { access } = around;
  const explained = cause?.check === 'not-authorized' && access?.verdict === 'denied';
  const better = explained ? (access.fixes ?? []) : [];
  const rest = better.length === 0 ? fixes : fixes.filter(({ title }) => !/^Ask /.test(title));
  const all = [...better, ...rest];
  const once = all.filter((fix, i) => all.findIndex(({ title }) => title === fix.title) === i);
  return once.sort((a, b) => a.overgrant - b.overgrant);
}

/** The cause with its signs, what stands beside it, what the policies say of the identity, and what was not seen. */
function findingsOf(seen: Observation, concluded: Conclusion): ProbeFinding[] {
  const readAt = new Date(seen.startedAt).toISOString();
  const { host, url } = seen.target;
  const said = (
    found: Named | Conclusion['warnings'][number],
    verdict: ProbeFinding['verdict'],
  ): ProbeFinding => ({
    check: found.check,
    verdict,
    code: found.code,
    text: found.text,
    adminText: found.adminText,
    evidence: found.signs.map((sign) => ({ source: host, resource: sign, readAt, cached: false })),
  });
  const whole = concluded.verdict === 'unknown' ? 'unsure' : 'blocks';
  const { access } = seen.around;
  const policies: ProbeFinding[] = access
    ? [
        {
          check: 'access',
          verdict: BY_ACCESS[access.verdict],
          code: access.code,
          text: access.text,
          adminText: access.adminText,
          evidence: [
            { source: 'iap-doctor why', resource: `${access.subject} ${url}`, readAt, cached: false },
          ],
        },
      ]
    : [];
  return [
    ...(concluded.cause ? [said(concluded.cause, whole)] : []),
    ...concluded.also.map((found) => said(found, 'blocks')),
    ...policies,
    ...concluded.warnings.map((found) => said(found, found.finding)),
    ...(seen.jwtTests.length > 0 ? [afterTests] : []),
    ...seen.blindSpots.map(
      ({ code, what, needs }): ProbeFinding => ({
        check: 'blind-spot',
        verdict: 'could-not-look',
        code,
        text: what,
        adminText: needs === '' ? what : `${what} Needs: ${needs}`,
        evidence: [],
      }),
    ),
  ];
}
