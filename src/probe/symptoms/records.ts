/** What no probe sees from outside: the log without decisions, and the API that was shut down. Known by text or by record. */
import { mend, placeOf } from '../reading/place.js';
import type { Symptom } from './symptom.js';

export const records: Symptom = {
  id: 'records',
  codes: ['no-audit-logs', 'api-retired'],
  recognise: () => null,
  literals: [
    {
      code: 'api-retired',
      sureness: 'likely',
      pattern:
        /(?:\berror\b.{0,160}(?:\bgoogle_iap_(?:brand|client)\b|\biap oauth-(?:brands|clients)\b)|(?:\bgoogle_iap_(?:brand|client)\b|\biap oauth-(?:brands|clients)\b).{0,160}\berror\b)/i,
    },
  ],
  fixes: (seen, { code }) =>
    code === 'api-retired'
      ? [
          mend(
            'owner',
            'Create OAuth clients in the console, or use the Google-managed one',
            'The API for brands and IAP clients is shut down since March 2026; take google_iap_brand and google_iap_client out of Terraform.',
            {
              console: `https://console.cloud.google.com/auth/clients?project=${encodeURIComponent(placeOf(seen).project)}`,
            },
          ),
        ]
      : [
          mend(
            'owner',
            'Switch on Data Access logs for iap.googleapis.com',
            'Decisions are written from then on, not for the time before.',
            {
              overgrant: 2,
              console: `https://console.cloud.google.com/iam-admin/audit?project=${encodeURIComponent(placeOf(seen).project)}`,
            },
          ),
        ],
};
