/** A second batch written after the first tuning; looked at as a whole. */
import { examples } from './example.js';

export const more = examples(
  'more',
  `
grafana | Since the weekend grafana only answers "403 Forbidden", is my account broken?
orders | Is orders restricted now? I can't log in
payroll | I should have access to payroll but get denied
dashboard | please enable dash for me
dashboard | dash isn't working for me: "You don't have access"
kibana | permission for kibana please
kibana | am I supposed to have access to kibana? it says no
wiki | whoever owns the wiki, please give me rights to it
hr | HR site is not letting me in
hr | hr portal access denied
admin | Admin console keeps giving me a permission error
reports | what role is needed for reports? I'm getting forbidden
docs | I cannot see docs.acme.test
atlas | I need to get into atlas
atlas | Trying to log in to atlas and all I get is 403
airflow | could I be granted permission on airflow please
sentry-internal | request: sentry-internal access, reason: crash triage
status | I'm unable to view status.acme.test
grafana | Hey @oncall, grafana access pls
orders | can't login orders
payroll | got locked out of payroll
dashboard | 403 on dash!!
dashboard | why does dash say I'm not in the right group?
grafana/many | Me and my team can't access grafana
dashboard/other | Can you add <mailto:zoe@acme.test|zoe@acme.test> to dash? She starts Monday.
kibana/other | our new analyst doesn't have access to kibana yet
orders/many | is everyone getting a 403 on orders or only me?
payroll | I’m getting “Access denied” on payroll. I was just hired
wiki | Could someone please add my email to the wiki access list?
reports | I get redirected to a "You don't have access" page when opening reports
airflow | curl with my identity token against airflow.acme.test returns 401 Invalid IAP credentials
docs | how can I get permissions for docs
- | can someone approve my vacation in hr please?
- | who can help me with access to the printer in the admin building?
- | please grant me extra time for the reports
- | I need to access the orders database
- | I need access to the orders database
- | does anybody know if dash supports SSO?
- | the dashboard team needs a new designer
- | requesting feedback on the docs
- | I can't find kibana in the app launcher
- | I can't attend the grafana training
- | we should restrict access to grafana to employees only
- | Add the 403 errors to the grafana dashboard please
- | could you grant me a minute to talk about orders?
- | is the payroll run blocked by finance?
- | the orders service account key has been rotated
- | the ticket for wiki access has been closed
- | please review the permissions PR for airflow
- | how does access to dash work in general?
- | thanks all, access to airflow is sorted
- | seems fixed: wiki opens again
- | rumor has it that access to reports will be opened to all
- | Anyone else having trouble with zoom? grafana is fine
- | I'm locked out of my flat, can't make the orders sync
- | Add me on LinkedIn! I wrote the docs
- | alert: orders error rate 4%, mostly 403 from bots
- | can you see my status?
- | permission denied when I run docker on my laptop, orders image
- | What are the access hours of the office on Friday? hr doesn't answer
- | our iap numbers are up, see dash
- | sign in sheet for the workshop is in docs
- | The outage of grafana last night denied us access for an hour, report follows
- | Could you check whether Ana still has access to payroll?
- | access to orders requires a hardware key since Monday
- | what are the requirements to be granted access to admin?
- | The contractor's access to dash ended yesterday as planned
- | I gave Tom access to kibana
- | I have no permission problems in grafana, only the graphs are empty
- | no access needed for wiki, it is public
- | Is it okay to give vendors access to orders?
- | We'd better not give everyone access to payroll
- | Reminder to request access to hr before your first day
- | hr: your request was rejected by finance
- | My orders were rejected by the supplier
- | login events of admin are exported to kibana
- | why do we return 401 rather than 403 in orders?
- | 403 pages look ugly in dash
- | the new joiners got access to grafana and kibana this morning
- | Please confirm you still need your access to atlas
- | do we need access reviews for airflow?
- | I requested access to kibana yesterday and got it within a minute, nice bot
- | orders rejects payments with expired cards
- | payroll denied my expense claim
- | I can't open the window in room atlas
- | is there a doc about who may access admin?
- | can anybody access dash from the train wifi or is it just slow for me?
- | I think the permissions in reports are too broad
- | Access to the wiki is free for everyone
- | please stop sharing your kibana password
- | is anyone blocked by the orders release?
- | I'm blocked by review on the grafana change
- | the scraper gets 403 from an external site, reports are incomplete
- | can you block me 30 minutes for docs?
- | Tom forgot to log out of admin
- | Your access to grafana expires in 3 days. Reply to extend.
- | can I get a dark theme for dash? I'd need it at night
- | need someone to look at the orders backlog, who has time?
- | I want to add a page to the wiki, where do I start?
- | can I add reports to my bookmarks bar automatically?
grafana | My grafana login is refused, same as last week
orders | orders: not authorized, since 10 minutes
dashboard | Could you re-enable my access to dash?
payroll | I was told to ask here for payroll access
wiki | My wiki account has no permissions any more
`,
);
