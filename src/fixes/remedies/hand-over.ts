/** Mends the hand-over from IAP to what is behind it: the service agent, IAP that stands twice, a service made anew. */

import { iapName } from '../../names/index.js';
import { gcloudBinding, hcl, iapConsole, overgrantOf, shell, terraformBinding } from '../target.js';
import { AGAIN, POLICY_WAIT } from '../times.js';
import type { Fix, FixContext, Remedy } from '../types.js';
import { askOwner, bare, directGrant, roleTitle } from './grant.js';

/** The role on another IAP resource of the same app. */
function grantAt(context: FixContext, title: (name: string) => string): readonly Fix[] {
  const { otherResource: other, member, role } = context;
  if (!other) return [];
  return [
    {
      title: title(iapName(other)),
      for: 'owner',
      overgrant: overgrantOf(iapName(other), other),
      gcloud: gcloudBinding('add', other, member, role),
      terraform: terraformBinding(other, member, role),
      console: iapConsole(other),
      then: POLICY_WAIT,
    },
  ];
}

/** Commands: `gcloud run services add-iam-policy-binding` and `gcloud beta services identity create` references. */
export const serviceAgent: Remedy = {
  codes: ['service-agent-not-invoker'],
  fixes: (context) => {
    const { agent, run, resource } = context;
    const project = resource.project.id;
    const member = agent === undefined ? undefined : `serviceAccount:${agent}`;
    const command =
      member === undefined || !run
        ? null
        : `gcloud run services add-iam-policy-binding ${shell(run.service)} --region=${shell(run.region)} --member=${shell(member)} --role=roles/run.invoker --project=${shell(project)}`;
    const terraform =
      member === undefined || !run
        ? null
        : [
            'resource "google_cloud_run_v2_service_iam_member" "iap" {',
            `  project  = ${hcl(project)}`,
            `  location = ${hcl(run.region)}`,
            `  name     = ${hcl(run.service)}`,
            '  role     = "roles/run.invoker"',
            `  member   = ${hcl(member)}`,
            '}',
          ].join('\n');
    return [
      {
        title: 'Let IAP\u2019s service agent invoke the Cloud Run service',
        for: 'owner',
        overgrant: 0,
        gcloud: command,
        terraform,
        console: run
          ? `https://console.cloud.google.com/run/detail/${encodeURIComponent(run.region)}/${encodeURIComponent(run.service)}/security?project=${encodeURIComponent(project)}`
          : null,
        then: `${POLICY_WAIT} If Google says that there is no such account: gcloud beta services identity create --service=iap.googleapis.com --project=${shell(project)}`,
      },
      askOwner(context, 'to let IAP call the service behind it: everybody is refused there'),
    ];
  },
};

export const enabledTwice: Remedy = {
  codes: ['iap-enabled-twice'],
  fixes: (context) => [
    ...grantAt(
      context,
      (name) => `Give ${bare(context.member)} the role ${roleTitle(context.role)} on ${name} as well`,
    ),
    {
      title: 'Keep IAP in one place only, which is better: at the load balancer or at the Cloud Run service',
      for: 'owner',
      overgrant: 1,
      gcloud: null,
      terraform: null,
      console: iapConsole(context.resource),
      then: `${AGAIN} Google does not support both at once; check first that the one that stays has everybody\u2019s grants.`,
    },
    askOwner(context, 'about the second IAP on the way'),
  ],
};

export const replaced: Remedy = {
  codes: ['service-replaced'],
  fixes: (context) => [
    ...(context.otherResource
      ? grantAt(
          context,
          (name) =>
            `Give ${bare(context.member)} the role ${roleTitle(context.role)} on the new service, ${name}`,
        )
      : [directGrant(context)]),
    {
      title: context.otherResource
        ? `Tell me the new name: services[].resource is ${iapName(context.otherResource)}`
        : 'Let the grant be made after the service, so that it comes back with it (Terraform: depends_on)',
      for: 'operator',
      overgrant: 0,
      gcloud: null,
      terraform: null,
      console: null,
      then: AGAIN,
    },
    askOwner(context, 'for access to the service that took the old one\u2019s place'),
  ],
};
