/** IAP itself is set up wrongly, or its sign-in cannot finish: no OAuth client, no service agent, its numbered errors. */
import { shell } from '../../fixes/target.js';
import { type Answer, answerOf, seenIn } from '../reading/answer.js';
import { editSettings, mend, placeOf } from '../reading/place.js';
import type { Recognised, Sureness, Symptom } from './symptom.js';

interface Row {
  readonly code: string;
  readonly sureness: Sureness;
  readonly text: string;
  readonly more: string;
}

/** IAP's numbers (`iap-wire` 1.7). What is known from experience only is worded as likely. */
const BY_CODE: Readonly<Record<number, Row>> = {
  7: {
    code: 'oauth-client-missing',
    sureness: 'likely',
    text: 'IAP most likely has no OAuth client here, so nobody can sign in.',
    more: 'IAP\u2019s error code 7: the client\u2019s id or secret is empty.',
  },
  9: {
    code: 'sign-in-not-completed',
    sureness: 'likely',
    text: 'The way back from Google\u2019s sign-in most likely did not arrive at IAP.',
    more: 'IAP\u2019s error code 9: cookies are blocked, or the load balancer rewrites host or path of IAP\u2019s callback.',
  },
  11: {
    code: 'oauth-client-mismatch',
    sureness: 'certain',
    text: 'IAP\u2019s OAuth client is set up wrongly, so nobody can sign in here.',
    more: 'IAP\u2019s error code 11: id, secret or redirect address of the client is wrong, or only some of the backends have it.',
  },
  52: {
    code: 'host-certificate-mismatch',
    sureness: 'certain',
    text: 'IAP refuses: the host name is not in the certificate.',
    more: 'IAP\u2019s error code 52: a bare address, or a name the certificate does not list.',
  },
  53: {
    code: 'host-not-allowed',
    sureness: 'likely',
    text: 'IAP most likely refuses this host name: it is not among the domains it accepts.',
    more: 'IAP\u2019s error code 53: allowedDomainsSettings does not list the host.',
  },
};

function rowFor({ from }: Answer): Row | undefined {
  switch (from.line?.kind) {
    case 'no-oauth-client':
      return {
        code: 'oauth-client-missing',
        sureness: 'certain',
        text: 'IAP has no OAuth client here, so it answers an error to everybody.',
        more: 'IAP says: Empty Google Account OAuth client ID(s)/secret(s). The project has no organization (so no Google-managed client), or the client\u2019s id is blank on the backend service. The console may still show \u201cOK\u201d.',
      };
    case 'no-service-agent':
      return {
        code: 'service-agent-missing',
        sureness: 'certain',
        text: 'IAP cannot call Cloud Run: its service agent does not exist in the project.',
        more: 'IAP says: The IAP service account is not provisioned.',
      };
    case 'error-code':
      return BY_CODE[from.line.number];
    default:
      return undefined;
  }
}

export const iapSetup: Symptom = {
  id: 'iap-setup',
  codes: [
    'oauth-client-missing',
    'service-agent-missing',
    'oauth-client-mismatch',
    'sign-in-not-completed',
    'host-certificate-mismatch',
    'host-not-allowed',
  ],
  recognise: (seen) => {
    const answer = answerOf(seen);
    const row = answer?.from.by === 'iap' ? rowFor(answer) : undefined;
    if (!answer || !row) return null;
    const domains = row.code === 'host-not-allowed' ? seen.around.allowedDomains : undefined;
    const list =
      domains === undefined ? '' : ` It lists ${domains.length === 0 ? 'none' : domains.join(', ')}.`;
    const found: Recognised = {
      ...seenIn(answer),
      sureness: answer.from.sureness === 'likely' ? 'likely' : row.sureness,
      code: row.code,
      verdict: 'failing',
      failedStage: 'iap',
      text: row.text,
      adminText: `${row.text} ${row.more}${list}`,
    };
    return { causes: [found] };
  },
  literals: [
    {
      code: 'oauth-client-missing',
      sureness: 'certain',
      pattern: /empty google account oauth client id\(s\)\/secret\(s\)/i,
    },
    {
      code: 'service-agent-missing',
      sureness: 'certain',
      pattern: /the iap service account is not provisioned/i,
    },
    {
      code: 'oauth-client-missing',
      sureness: 'likely',
      pattern: /problem with your request\. error code:? 7\b/i,
    },
    {
      code: 'sign-in-not-completed',
      sureness: 'likely',
      pattern: /problem with your request\. error code:? 9\b/i,
    },
    {
      code: 'oauth-client-mismatch',
      sureness: 'certain',
      pattern: /problem with your request\. error code:? 11\b/i,
    },
    {
      code: 'host-certificate-mismatch',
      sureness: 'certain',
      pattern: /problem with your request\. error code:? 52\b/i,
    },
    {
      code: 'host-not-allowed',
      sureness: 'likely',
      pattern: /problem with your request\. error code:? 53\b/i,
    },
  ],
  fixes: (seen, { code }) => {
    const place = placeOf(seen);
    const { project, agent, run } = place;
    const clients = `https://console.cloud.google.com/auth/clients?project=${encodeURIComponent(project)}`;
    switch (code) {
      case 'oauth-client-missing':
        return [
          mend(
            'owner',
            'Create an OAuth client in the console and give it to IAP',
            'Settings usually work within minutes. In a project of an organization, taking the custom client out brings the Google-managed one back.',
            {
              gcloud: editSettings(place, [
                'access_settings:',
                '  oauth_settings:',
                '    client_id: CLIENT_ID',
                '    client_secret: CLIENT_SECRET',
              ]),
              console: clients,
            },
          ),
        ];
      case 'service-agent-missing':
        return [
          mend(
            'owner',
            'Make IAP\u2019s service agent, and let it invoke the service',
            'It usually works about 2 minutes after the grant, sometimes 7 minutes or more.',
            {
              gcloud: `gcloud beta services identity create --service=iap.googleapis.com --project=${project}\ngcloud run services add-iam-policy-binding ${run.service} --region=${run.region} --member=serviceAccount:${agent} --role=roles/run.invoker --project=${project}`,
              terraform: `resource "google_project_service_identity" "iap" {\n  provider = google-beta\n  project  = "${project}"\n  service  = "iap.googleapis.com"\n}`,
            },
          ),
        ];
      case 'oauth-client-mismatch': {
        const id = seen.around.oauthClientIds[0] ?? 'CLIENT_ID';
        return [
          mend(
            'owner',
            `Give the OAuth client the redirect address https://iap.googleapis.com/v1/oauth/clientIds/${id}:handleRedirect, and IAP its present secret`,
            'It works within minutes. All backends behind one address need the same settings.',
            { console: clients },
          ),
        ];
      }
      case 'sign-in-not-completed':
        return [
          mend(
            'person',
            'Allow cookies for the app and for Google, or try a private window',
            'It works at the next sign-in.',
          ),
          mend(
            'owner',
            'Let the load balancer leave host and path of IAP\u2019s callback alone',
            'URL rewrites must not touch it. It works as soon as the URL map has changed.',
          ),
        ];
      case 'host-certificate-mismatch':
        return [
          mend(
            'person',
            'Use the app\u2019s own name in the address, one that the certificate lists',
            'It works at once.',
          ),
        ];
      default:
        return [
          mend('person', 'Open the app under a host name that IAP accepts', 'It works at once.'),
          mend(
            'owner',
            `Add ${seen.target.host} to allowed_domains_settings, beside those that are there`,
            'Settings usually work within minutes. Setting replaces the whole list.',
            {
              overgrant: 1,
              gcloud: editSettings(place, [
                'access_settings:',
                '  allowed_domains_settings:',
                '    enable: true',
                `    domains: [${shell(seen.target.host)}]  # and those that are there already`,
              ]),
            },
          ),
        ];
    }
  },
};
