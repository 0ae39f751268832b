/** Says why no token could be minted, and what would let it be: the account, the right, or the API. */
import { cureFor } from '../../google/permissions.js';
import type { CallContext, IamPort, LookProblem } from '../../google/ports.js';
import type { Email } from '../../names/index.js';
import type { Observation } from '../observation.js';
import type { MintPlan } from './plan.js';

export type BlindSpot = Observation['blindSpots'][number];

/**
 * The blind spot a failed mint leaves. Google's 403 may mean "absent, disabled or not allowed", so the account itself is
 * looked up where it may be read.
 */
export async function notMinted(
  problem: LookProblem,
  account: Email,
  plan: MintPlan,
  iam: Pick<IamPort, 'serviceAccount'>,
  call: CallContext,
): Promise<BlindSpot> {
  const thing = plan.kind === 'id-token' ? 'an identity token' : 'a self-signed JWT';
  const failed = `I could not mint ${thing} for ${account}`;
  switch (problem.kind) {
    case 'throttled':
      return {
        code: 'api-throttled',
        what: `${failed}: IAM Credentials is throttled.`,
        needs: 'waiting a minute and asking again',
      };
    case 'deadline':
      return {
        code: 'deadline-exceeded',
        what: `${failed} in time.`,
        needs: 'asking again, or a longer --timeout',
      };
    case 'unavailable':
    case 'malformed':
    case 'not-held':
      return {
        code: 'api-unavailable',
        what: `${failed}: ${problem.message}.`,
        needs: 'asking again in a moment',
      };
    case 'api-disabled':
      return {
        code: 'token-not-minted',
        what: `${failed}: the IAM Credentials API is switched off.`,
        needs:
          'enabling iamcredentials.googleapis.com in the project of the service account and in the one I am billed to',
      };
    case 'not-found':
      return absent(failed, account);
    case 'forbidden':
    case 'invalid':
    case 'edition': {
      const look = await iam.serviceAccount(account, call);
      if (look.ok && look.value.disabled)
        return {
          code: 'token-not-minted',
          what: `${failed}: the account is disabled.`,
          needs: `enabling it: gcloud iam service-accounts enable ${account} --project=${look.value.projectId}`,
        };
      if (!look.ok && look.problem.kind === 'not-found') return absent(failed, account);
      const either = look.ok ? '' : ' (or there is no such account: Google tells the two apart to nobody)';
      const right = cureFor(plan.kind === 'id-token' ? 'id-tokens' : 'signed-jwts');
      const needs = right.replace('the service account to probe as', account);
      return problem.kind === 'forbidden'
        ? { code: 'token-not-minted', what: `${failed}: I am not allowed to${either}.`, needs }
        : {
            code: 'token-not-minted',
            what: `${failed}: Google refused the request (${problem.message}).`,
            needs: `an enabled service account and an audience that Google takes; besides that, ${needs}`,
          };
    }
  }
}

const absent = (failed: string, account: Email): BlindSpot => ({
  code: 'token-not-minted',
  what: `${failed}: there is no such service account.`,
  needs: `an existing service account instead of ${account} (gcloud iam service-accounts list --project=PROJECT)`,
});
