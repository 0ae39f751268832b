/** Written last, after all tuning, and never tuned on: what the recognizer makes of messages it has not seen. */
import { examples } from './example.js';

export const last = examples(
  'last',
  `
grafana | Good day, I have been trying to open grafana for an hour and every time I get 403. Please assist.
payroll | who approves payroll access nowadays? I need it for the audit
orders | orders.acme.test is refusing my login since I changed my surname
dashboard | So apparently I'm no longer permitted to view dash? What happened?
kibana | kibana pls, can't debug without it, need access today
airflow | Is there anything special to do before I can use airflow? It says I don't have access.
wiki | can you let me see the wiki? keeps telling me I'm not allowed in
admin | lost admin access after the offboarding script ran on the wrong people, lol. can I have it back?
hr | need hr.acme.test for my tax form but Forbidden
atlas | unable to access atlas
reports | reports is throwing a 403 error at me
docs | does docs.acme.test need some special permission? getting "access denied"
status | Requesting permission to status.acme.test for the comms team rotation, starting with me
sentry-internal | My account can't access sentry-internal. I'm in the mobile team.
dashboard/many | Anyone else getting kicked out of dash?
grafana/many | we've been locked out of grafana since the migration
payroll/other | Hi! Jonas from finance needs payroll access, he starts the run tomorrow
orders/other | Could you please grant <@U0ZOE> access to orders?
kibana/other | <@U0ZOE> gets access denied on kibana. Same group as me, I think
orders | \`\`\`code: 16, details: "Received HTTP status code 401"\`\`\`⏎from orders-api, worked yesterday, what changed?
airflow | How do I authenticate a script against airflow.acme.test? I keep getting 401
dashboard | dash login loop :(
wiki | wiki = access denied for external laptop, is it a device thing?
docs | could someone please check my permissions for docs? I only see an access denied page
reports | I no longer have access to reports, was that intentional?
- | Can someone invite me to the standup of the grafana people?
- | dash deploy went through, no errors
- | could you give me access to the sheet with the payroll numbers?
- | The 401s on orders were caused by an expired certificate, see the review
- | who wants to take over the admin rota?
- | Hi, I'm getting an error in jira when I link orders tickets
- | we should ask for permission before we touch payroll
- | my flight was denied boarding, back on Monday, reports will be late
- | access to kibana works for me, maybe clear your cache?
- | @zoe you can't open grafana without being in the group, ask Bob
- | IAP receipts fail validation with 403, is StoreKit down?
- | let's talk about airflow permissions in the next team meeting
- | the new access policy for atlas is live
- | Do we have a list of everyone with access to orders?
- | fixed my access problem with dash by switching accounts
- | does kibana have role based access control?
- | Please give hr your new address
- | add me to the docs PR as reviewer please
- | need a new monitor, who do I ask? hr?
- | I forgot the password for my laptop, can't log in
- | the login button of the wiki is misaligned
- | an engineer accidentally revoked everyone's access to orders last year, great story for onboarding
- | customers report "access denied" when they open their orders
- | status: green. All services reachable
- | where are the docs on requesting access?
`,
);
