/** Probe reports of places that are well or not. */
import type { ProbeReport } from '../../../../src/probe/report.js';

const base: ProbeReport = {
  schema: 'iap-doctor.probe/1',
  id: 'P0PP-0P0P',
  where: { name: 'dashboard', url: 'https://dashboard.acme.test/', grpc: null, resource: null },
  verdict: 'guarded',
  failedStage: null,
  answeredBy: 'iap',
  cause: null,
  also: [],
  findings: [],
  stages: [],
  http: null,
  grpc: null,
  token: {
    kind: 'none',
    aud: null,
    expectedAud: null,
    email: null,
    expiresAt: null,
    scopes: [],
    readAs: 'none',
    origin: '',
    header: null,
    iss: null,
    issuedAt: null,
    oddities: [],
    expectedAudFrom: null,
  },
  stream: [],
  direct: null,
  backendJwt: [],
  latency: null,
  fixes: [],
  blindSpots: [],
  ms: 10,
};

/** A look from outside at a service. */
export function probed(
  name: string,
  verdict: ProbeReport['verdict'],
  failed?: {
    readonly stage: NonNullable<ProbeReport['failedStage']>;
    readonly code: string;
    readonly sureness?: 'certain' | 'likely';
  },
): ProbeReport {
  const where = { ...base.where, name, url: `https://${name}.acme.test/` };
  if (failed === undefined) return { ...base, where, verdict };
  const { stage, code, sureness = 'certain' } = failed;
  const cause = { code, check: 'tls', text: 'Something.', adminText: 'ADMIN', sureness, competing: [] };
  return { ...base, where, verdict, failedStage: stage, cause };
}
