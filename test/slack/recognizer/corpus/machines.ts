/** Service accounts and jobs that are turned away; their owner asks. */
import { examples } from './example.js';

export const machines = examples(
  'machines',
  `
orders | our nightly job gets a 401 from orders.acme.test with its service account since yesterday
orders | service account ci-smoke@acme-prod.iam.gserviceaccount.com can't call orders anymore, 403
payroll | could someone give the service account payroll-sync@acme-fin.iam.gserviceaccount.com access to payroll?
reports | exporter SA gets permission denied at https://reports.acme.test/export, what role does it need?
airflow | need a service account with access to airflow.acme.test for CI
airflow | I can reach airflow in the browser, but my script with an ID token gets 401. Wrong audience?
grafana | our terraform runner is getting 403 from grafana.acme.test, did someone rotate the key?
kibana | log shipper is unauthorized against logs.acme.test
dashboard | the smoke test robot (smoke@acme-ci.iam.gserviceaccount.com) is denied access to dash, can it be added?
hr | hr-sync SA lost access to hr.acme.test after the project move
atlas | cronjob → atlas.acme.test → 401. token is fresh. who can help?
sentry-internal | deploy bot gets "403 Forbidden" from sentry.acme.test when it uploads source maps. Help?
orders | How do I get a token that orders accepts from Cloud Run? I only get 401
admin | please grant cleanup-job@acme-ops.iam.gserviceaccount.com access to admin.acme.test
`,
);
