/** TCP forwarding: the codes with which IAP closes a tunnel, as gcloud prints them. Seen as text, not by a probe. */
import type { Observation } from '../observation.js';
import { mend, placeOf } from '../reading/place.js';
import type { Symptom } from './symptom.js';

const machine = (
  seen: Observation,
): { readonly zone: string; readonly instance: string; readonly project: string } => {
  const { resource, project } = placeOf(seen);
  const known = resource?.level === 'tunnelInstance';
  return { zone: known ? resource.zone : 'ZONE', instance: known ? resource.instance : 'INSTANCE', project };
};

export const tunnel: Symptom = {
  id: 'tunnel',
  codes: ['tunnel-not-authorized', 'tunnel-lookup-failed', 'tunnel-backend-closed', 'tunnel-read-failed'],
  recognise: () => null,
  literals: [
    { code: 'tunnel-not-authorized', sureness: 'certain', pattern: /\b4033: '?not authorized\b/i },
    { code: 'tunnel-lookup-failed', sureness: 'certain', pattern: /\b4047: '?failed to lookup instance\b/i },
    {
      code: 'tunnel-backend-closed',
      sureness: 'certain',
      pattern: /\b4003: '?failed to connect to backend\b/i,
    },
    { code: 'tunnel-read-failed', sureness: 'certain', pattern: /\b4010: '?destination read failed\b/i },
  ],
  fixes: (seen, { code }) => {
    const { zone, instance, project } = machine(seen);
    switch (code) {
      case 'tunnel-not-authorized':
        return [
          mend(
            'owner',
            'Give the person the role IAP-secured Tunnel User, on the machine where the console can, else on the project',
            'It usually works about 2 minutes after the change, sometimes 7 minutes or more. The command opens every tunnel of the project.',
            {
              overgrant: 2,
              gcloud: `gcloud projects add-iam-policy-binding ${project} --member=user:PERSON --role=roles/iap.tunnelResourceAccessor --condition=None`,
              terraform: `resource "google_iap_tunnel_instance_iam_member" "access" {\n  project  = "${project}"\n  zone     = "${zone}"\n  instance = "${instance}"\n  role     = "roles/iap.tunnelResourceAccessor"\n  member   = "user:PERSON"\n}`,
              console: `https://console.cloud.google.com/security/iap?tab=ssh-tcp-resources&project=${encodeURIComponent(project)}`,
            },
          ),
        ];
      case 'tunnel-lookup-failed':
        return [
          mend(
            'person',
            'Start the machine, check its name and zone, and try again in a minute',
            'A machine that has just booted is found after about a minute.',
            {
              gcloud: `gcloud compute instances start ${instance} --zone=${zone} --project=${project}`,
            },
          ),
        ];
      case 'tunnel-backend-closed':
        return [
          mend(
            'owner',
            'Start the daemon on that port, and let IAP\u2019s tunnels through the firewall',
            'It works within a minute.',
            {
              overgrant: 2,
              gcloud: `gcloud compute firewall-rules create allow-iap-tunnel --network=NETWORK --allow=tcp:PORT --source-ranges=35.235.240.0/20 --project=${project}`,
            },
          ),
        ];
      default:
        return [
          mend(
            'owner',
            'Read the daemon\u2019s log on the machine: it closed the connection',
            'IAP and the way there work.',
          ),
        ];
    }
  },
};
