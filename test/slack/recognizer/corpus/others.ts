/** On behalf of somebody else, or of several. */
import { examples } from './example.js';

export const others = examples(
  'others',
  `
dashboard/other | can someone give <@U02TOM> access to dash?
dashboard/other | <@U0BEA77> can't open dash, gets a 403
grafana/other | my new colleague needs access to grafana, starts today
grafana/other | please add <mailto:ana@acme.test|ana@acme.test> to grafana, she's joining my team
payroll/other | Our new contractor can't log in to payroll, says access denied
payroll/other | Requesting payroll access for Bea from accounting
orders/other | tom is getting 403 on orders.acme.test, could someone check?
orders/other | Please grant access to orders for our intern <@U07INT>
kibana/other | kibana access for <@U09LEO> please, he is on call with me
airflow/other | She lost access to airflow when she switched teams, can we restore it? <@U05EVA>
wiki/other | one of my reports has no access to the wiki, who fixes that?
admin/other | can you let <@U0SAM> into admin? support shift
hr/other | my manager gets "You don't have access" at hr.acme.test
atlas/other | A teammate is being refused by atlas.acme.test, he gets Forbidden
sentry-internal/other | could leo@acme.test get access to sentry-internal please
reports/other | The auditor needs viewer access to reports until Friday
docs/other | <@U0KIM> says docs.acme.test is forbidden for her
dashboard/many | we all get 403 on dash
dashboard/many | the whole team lost access to dash
dashboard/many | is anybody else locked out of dash?
grafana/many | Nobody in our squad can get into grafana since the group cleanup
grafana/many | everyone on the night shift is getting access denied on grafana.acme.test
payroll/many | our team needs access to payroll
payroll/many | several people in finance report a 403 on payroll.acme.test
orders/many | we can't get into orders, any of us
orders/many | Half of the warehouse can't log into orders this morning
kibana/many | could you please give our team access to kibana?
airflow/many | All of data eng is getting "You don't have access" on airflow
wiki/many | anyone else unable to open the wiki? says forbidden
admin/many | Is anyone else getting access denied on admin.acme.test?
hr/many | none of us can log in to hr.acme.test
atlas/many | atlas refuses all of us with 403
sentry-internal/many | does sentry.acme.test give anyone else a 401?
reports/many | contractors can't open reports any more, all of them get forbidden
dashboard/other | on behalf of Kim, who has no Slack yet: she'd need access to dash
grafana/other | Hi! Could grafana be opened for my teammate lea@acme.test? She gets permission denied
orders/other | customer success lead (Ida) can't reach orders.acme.test: 403. could somebody add her?
wiki/other | new starter next week, leo@acme.test, will need wiki access, pls
`,
);
