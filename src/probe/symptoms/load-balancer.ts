/** The load balancer answers by itself: it reaches no backend, or a security policy of its own refuses. */
import { answerOf, seenIn } from '../reading/answer.js';
import { mend, placeOf } from '../reading/place.js';
import type { Symptom } from './symptom.js';

export const loadBalancer: Symptom = {
  id: 'load-balancer',
  codes: ['backend-unreachable', 'blocked-outside-iap'],
  recognise: (seen) => {
    const answer = answerOf(seen);
    if (answer?.from.by !== 'load-balancer') return null;
    const base = { ...seenIn(answer), verdict: 'failing', failedStage: 'load-balancer' } as const;
    if (answer.from.hop === 'thirty-seconds') {
      const text = 'The load balancer cannot reach the backend; IAP is not involved.';
      const adminText = `${text} Usually a firewall that keeps 130.211.0.0/22 and 35.191.0.0/16 out, or a health check that fails.`;
      return { causes: [{ ...base, code: 'backend-unreachable', text, adminText }] };
    }
    if (answer.from.hop !== 'armor') return null;
    const text = 'A security policy before IAP most likely refuses the request; IAP was not asked.';
    const adminText = `${text} The page is the one Cloud Armor sends; the load balancer\u2019s log names the policy and the rule.`;
    return { causes: [{ ...base, code: 'blocked-outside-iap', text, adminText }] };
  },
  literals: [
    {
      code: 'backend-unreachable',
      sureness: 'certain',
      pattern: /the server encountered a temporary error and could not complete your request/i,
    },
  ],
  fixes: (seen, { code }) => {
    const { project, backend } = placeOf(seen);
    if (code === 'blocked-outside-iap')
      return [
        mend(
          'owner',
          'Look up the rule in the load balancer\u2019s log and make an exception for this caller',
          'It works within minutes.',
          {
            gcloud: `gcloud logging read 'resource.type="http_load_balancer" httpRequest.status=403' --project=${project} --limit=5`,
          },
        ),
      ];
    return [
      mend(
        'owner',
        'Look at the health of the backend',
        'A backend that is healthy again is used within seconds.',
        {
          gcloud: `gcloud compute backend-services get-health ${backend.service} ${backend.where} --project=${project}`,
        },
      ),
      mend(
        'owner',
        'Let Google\u2019s load balancers and health checks through the firewall',
        'It works within a minute. PORT is the one the backend listens on.',
        {
          overgrant: 2,
          gcloud: `gcloud compute firewall-rules create allow-google-lb --network=NETWORK --allow=tcp:PORT --source-ranges=130.211.0.0/22,35.191.0.0/16 --project=${project}`,
          terraform: `resource "google_compute_firewall" "allow_google_lb" {\n  project       = "${project}"\n  name          = "allow-google-lb"\n  network       = "NETWORK"\n  source_ranges = ["130.211.0.0/22", "35.191.0.0/16"]\n  allow {\n    protocol = "tcp"\n    ports    = ["PORT"]\n  }\n}`,
        },
      ),
    ];
  },
};
