/** Cloud Run's own checks behind IAP: who may invoke the service, and from where. */
import type { Observation } from '../observation.js';
import { type Answer, answerOf, seenIn } from '../reading/answer.js';
import { mend, placeOf } from '../reading/place.js';
import type { Competing, Recognised, Symptom } from './symptom.js';

/** With IAP off, Cloud Run judges the caller's own token; the replies are the same. */
const IAP_OFF: Competing = {
  code: 'iap-bypassable',
  text: 'IAP is off here, and Cloud Run judged the caller\u2019s own token.',
  check:
    'gcloud run services describe SERVICE, annotation run.googleapis.com/iap-enabled; or whether a bare request is sent to sign in.',
};

const APP: Competing = {
  code: 'app-refused',
  text: 'The app itself answers in Cloud Run\u2019s words.',
  check: 'The app\u2019s log: a request Cloud Run refused never arrives there.',
};

function recognised(seen: Observation, answer: Answer): Recognised | undefined {
  const { hop } = answer.from;
  const base = { ...seenIn(answer), verdict: 'failing', failedStage: 'backend' } as const;
  const { agent } = placeOf(seen);
  const likely = answer.from.sureness === 'likely' ? ' most likely' : '';
  if (hop === 'token-rejected') {
    const text = `Cloud Run${likely} refuses IAP\u2019s own token: IAP let the request pass.`;
    return {
      ...base,
      code: 'service-agent-token-rejected',
      text,
      adminText: `${text} ${agent} needs Cloud Run Invoker on the service. Cloud Run Instances check another audience and need invokerIamDisabled.`,
      competing: [IAP_OFF, ...(likely === '' ? [] : [APP])],
    };
  }
  if (hop === 'not-invoker') {
    const text = `Cloud Run${likely} refuses: IAP\u2019s service agent may not invoke the service.`;
    return {
      ...base,
      code: 'service-agent-not-invoker',
      text,
      adminText: `${text} IAP let the request pass; ${agent} lacks Cloud Run Invoker (from reports, not from a page of Google\u2019s).`,
      competing: [IAP_OFF, ...(likely === '' ? [] : [APP])],
    };
  }
  if (hop === 'ingress') {
    const { runApp } = seen.target;
    const text = runApp
      ? `The run.app address${likely} takes no requests from outside: the service is open to the load balancer only.`
      : 'The Cloud Run service most likely takes no requests on this way: its ingress setting refuses them.';
    return {
      ...base,
      code: 'ingress-blocked',
      text,
      adminText: `${text} A 404 page of Google\u2019s on Cloud Run is the ingress setting, not a missing route.`,
      competing:
        likely === ''
          ? []
          : [
              {
                code: 'app-refused',
                text: 'The app has no such page.',
                check: 'The app\u2019s log, and the ingress setting of the service.',
              },
            ],
    };
  }
  return undefined;
}

export const cloudRun: Symptom = {
  id: 'cloud-run',
  codes: ['service-agent-token-rejected', 'service-agent-not-invoker', 'ingress-blocked'],
  recognise: (seen) => {
    const answer = answerOf(seen);
    const found = answer?.from.by === 'cloud-run' ? recognised(seen, answer) : undefined;
    return found ? { causes: [found] } : null;
  },
  literals: [
    {
      code: 'service-agent-token-rejected',
      sureness: 'likely',
      pattern: /www-authenticate: bearer error="invalid_token"/i,
    },
  ],
  fixes: (seen, { code }) => {
    const { project, agent, run } = placeOf(seen);
    if (code === 'ingress-blocked')
      return [
        mend('person', 'Use the load balancer\u2019s address instead of run.app', 'It works at once.'),
        mend(
          'owner',
          'Or open the service to all traffic',
          'It works within a minute. Whoever knows the run.app address then comes around the load balancer\u2019s IAP.',
          {
            overgrant: 4,
            gcloud: `gcloud run services update ${run.service} --region=${run.region} --ingress=all --project=${project}`,
          },
        ),
      ];
    const console_ = `https://console.cloud.google.com/run/detail/${encodeURIComponent(run.region)}/${encodeURIComponent(run.service)}/security?project=${encodeURIComponent(project)}`;
    return [
      mend(
        'owner',
        'Let IAP\u2019s service agent invoke the Cloud Run service',
        `It usually works about 2 minutes after the change, sometimes 7 minutes or more. If Google says that there is no such account: gcloud beta services identity create --service=iap.googleapis.com --project=${project}`,
        {
          gcloud: `gcloud run services add-iam-policy-binding ${run.service} --region=${run.region} --member=serviceAccount:${agent} --role=roles/run.invoker --project=${project}`,
          terraform: `resource "google_cloud_run_v2_service_iam_member" "iap" {\n  project  = "${project}"\n  location = "${run.region}"\n  name     = "${run.service}"\n  role     = "roles/run.invoker"\n  member   = "serviceAccount:${agent}"\n}`,
          console: run.service === 'SERVICE' ? null : console_,
        },
      ),
    ];
  },
};
