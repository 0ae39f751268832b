/** People who ask to be let in. */
import { examples } from './example.js';

export const requests = examples(
  'requests',
  `
dashboard | can someone give me access to dashboard please?
dashboard | need access to dash
dashboard | Hi team, could I please get access to the dashboard? My manager Ana has approved it.
grafana | hey folks 👋 new here, who do I ask for grafana access?
payroll | Requesting access to payroll
payroll | I need payroll access for month end, who can sort that out?
orders | pls add me to orders
orders | Could somebody whitelist me for orders.acme.test?
kibana | kibana access plz :pray:
kibana | HI CAN I GET ACCESS TO KIBANA THANKS
airflow | good morning! I'd love to get access to airflow, I'm taking over the nightly exports from Tom
airflow | may i have permission for airflow? i am from data team
wiki | Would it be possible to get access to the wiki? I joined on Monday.
wiki | Hello all, I kindly request the access for wiki.acme.test, thank you in advance
admin | who can grant access to the admin panel?
admin | I need to be added to admin, I'm on support this week
hr | how do I get access to https://hr.acme.test ?
hr | Please grant me access to HR, I have to approve holidays for my team
atlas | can i get atlas access? need to look at a job
atlas | acces to atlas please
sentry-internal | Could I get access to sentry-internal?
sentry-internal | need permissions for sentry.acme.test, who approves?
reports | I would like to have access to reports, the quarter closes on friday
reports | how can I request access for <https://reports.acme.test/finance|reports>?
docs | could you open up access to docs.acme.test for me?
status | hi! can I have access to status.acme.test to post an update?
dashboard | Could one of you let me into <https://dash.acme.test>?
dashboard | whom should I ask about getting access to dash? asked in #help and nobody knew
grafana | grafana perms pls
grafana | i need acces to grafana asap 🙏🙏
grafana | Sorry to bother, but I changed teams and would need access to Grafana again
kibana | still waiting for kibana access, can anyone approve?
orders | Hey, Maya here. Starting in fulfilment today and I need orders. Who can give me access?
orders | Could I get read access to orders-api, only for debugging?
payroll | dear colleagues, please to give me the access for payroll, i work in accounting now
airflow | requesting viewer permission on airflow, for debugging DAG runs
admin | hello, need access backoffice
hr | My access to the people-hub expired, can it be renewed?
wiki | what do i have to do to get access to wiki?
atlas | is there a form to request access to atlas or do I ask here?
sentry-internal | add me to sentry-internal pls, crash triage rota starts tomorrow
reports | could someone with admin rights give me viewer on reports?
dashboard | I dont have access to dash yet, can anybody help me out?
dashboard | quick one: dash access for me? thx
grafana | On my second day and slowly working through the onboarding list :) So far so good, laptop works, mail works. The one thing left is Grafana, where it says I should ask for access. Is this the right channel? If so: please let me in!
payroll | May I please be granted access to https://payroll.acme.test/runs/2031?month=10 ? Deadline's at noon.
kibana | <!here> can someone approve my access request for kibana?
orders | @here need orders access, on call tonight
docs | Please could I be given access to dev-docs? I'm writing the integration guide.
airflow | Can you enable airflow for my account?
grafana | Could you please set me up with Grafana? Tom said you do the permissions.
wiki | can i be added to the wiki
hr | Hi HR folks, I've been told to record my bank details at hr.acme.test but I'd need access first
dashboard | any chance of getting onto dash today?
atlas | who owns atlas? need access
reports | pls gimme access to reports.acme.test
sentry-internal | Whos the right person to grant me rights in sentry-internal?
admin | Temporary access to admin.acme.test needed until friday, ticket is OPS-112
payroll | I'm the new payroll clerk. I need to get into payroll. Whom do I talk to?
grafana | I'm after grafana access – who's the owner?
orders | can u add my account maya@acme.test to orders
orders | Please add <mailto:tomas@acme.test|tomas@acme.test> to orders, that's me
kibana | requesting prod logs: kibana access, read only, 2 weeks
airflow | Could my airflow permission be restored? I came back from parental leave.
dashboard | “Please grant me access to dash” – that’s what the start page told me to write here, so here I am
docs | I’d need access to docs.acme.test – who’s able to do that?
wiki | access request: wiki
status | need write access on https://status.acme.test/admin, I'm incident commander from tonight
hr | reinstate my access to hr.acme.test please, it went away with the reorg
`,
);
