/** Written after the tuning of the others, to see what the recognizer makes of messages nobody had in mind. */
import { examples } from './example.js';

export const later = examples(
  'later',
  `
dashboard | Hey all, I can't access dashboard, getting a 403. Can anyone help?
grafana | need access to grafana pls
orders | hello! how to get access to orders? my predecessor had it
payroll | Is there something wrong with payroll? I'm being told I lack permissions
kibana | what group do I need to be in for kibana? 403 right now
airflow | Airflow access denied for me since I moved to team Falcon. Who can fix my group?
wiki | hi, day 3 and wiki still says you don't have access, did somebody forget me?
admin | admin.acme.test – "You don't have access" – I'm an admin though?!
hr | I'd like to request access for hr.acme.test. Reason: payslips.
atlas | Looks like I got dropped from whatever group opens atlas. Can someone check?
reports | Why can't I see reports any more? It shows an access error
docs | docs.acme.test asks for permission, whom do I write to?
status | couldn't sign in to status.acme.test just now, it said 401
sentry-internal | sentry.acme.test won't accept my login
grafana/other | Priya (new in SRE) needs grafana, can somebody grant it?
dashboard/other | Hi, <@U0PRIYA> just joined and can't see dash. Can we add her?
orders/many | Our entire team is seeing 403 on orders.acme.test/v2
grafana/many | grafana down for everybody? we all see "access denied"
payroll | 403 payroll plz fix
dashboard | @channel dash access revoked?? i have a demo in 10 min
orders | Hiya, orders-api is returning PERMISSION_DENIED for my user, anything changed?
airflow | "Error: Forbidden Your client does not have permission to get URL /home from this server." when I go to airflow.acme.test
kibana | Can I please be granted kibana rights again after my leave?
hr | the people-hub link in the onboarding mail gives me "access denied"
atlas | could an atlas owner let me in please?
wiki | whoever manages the wiki: may I get access?
docs | I get signed out of docs.acme.test each minute and then it refuses me
dashboard | morning. dash. 403. help.
reports | Trying to reach https://reports.acme.test/q3?sheet=4 but no luck: not authorized
grafana | My grafana access stopped working
orders | Not able to open orders since this morning, anybody knows why?
payroll | payroll throws "Error code 9" after the google login, what now?
admin | is it normal that backoffice says forbidden to support agents like me?
status | status.acme.test says I need permission
kibana/many | Some of us in billing can't get into kibana. Known issue?
sentry-internal | Would somebody mind adding me to sentry-internal?
- | Can someone add me to the sprint planning for dashboard?
- | The 403 page of dash needs a new illustration
- | deploying orders now, expect a few 403s for the next five minutes
- | access to grafana has been restored for everyone
- | We decided that contractors get no access to payroll
- | Our auditors asked who can access payroll; I sent them the list
- | when a token expires, orders answers 401 and the client has to refresh
- | I wrote a page on how access to atlas is granted
- | is kibana the right place to look for 403s of the shop?
- | how do I filter for status 403 in kibana?
- | grafana panel for 4xx: please add 401 and 403 as separate lines
- | @maya your access to airflow is ready
- | Bob, you have access to dash now
- | give me a sec, getting the numbers out of reports
- | could you add me to the thread about payroll?
- | I'll be out tomorrow, Tom has access to admin if something breaks
- | The login page of orders has a typo
- | is there a way to have read-only permissions in grafana dashboards for a folder?
- | access to the office is via the side door today, hr said
- | please don't share your orders login with anybody
- | anyone up for reviewing the docs on permissions?
- | the vendor can't access the SFTP server, ticket is with IT. reports are late because of this
- | Someone locked the meeting room, dash is empty though
- | can't open the attachment in the hr mail
- | My keyboard is locked, can't login to my mac; who helps? hr sent me here
- | heads-up: orders will reject tokens without an email claim from Monday
- | 401 and 403 are now counted separately in grafana
- | I can't access my bank from the office network
- | google meet says I'm not allowed to join the atlas demo
- | the s3 bucket behind reports returns AccessDenied
- | do we alert when somebody is denied access to admin?
- | Thanks for adding me to grafana, it's great
- | are there plans to give interns access to dash?
- | airflow DAG export_orders fails with 403 from BigQuery
- | my PR for orders is blocked by a missing approval
- | slack keeps logging me out
- | the docs say that a 403 means you're not in the group
- | lost my access card, who at hr can help?
- | permission slips for the offsite are at hr
- | @here lunch is here, access via the kitchen
- | Does anyone have access to a Windows machine? need to test dash there
- | can I get access to the beta of Copilot?
- | in Grafana, how do I give a team access to a dashboard?
- | We could let people in via the orders page instead of the portal
`,
);
