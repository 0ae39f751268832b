/** Outages, slowness, ordinary words, customers, machines that post. */
import { examples } from './example.js';

export const otherTrouble = examples(
  'other-trouble',
  `
- | dashboard is slow
- | grafana is down?
- | is orders down for anyone else? 502
- | airflow scheduler is stuck again
- | kibana shows no logs since 3pm
- | dash charts are empty since the deploy
- | payroll export takes ages today
- | getting 500s from https://orders.acme.test/v2/list
- | atlas times out on big queries
- | the wiki search doesn't find anything
- | what's the status of my request?
- | status of the access request for Ana?
- | docs are outdated
- | can you give me a status on the orders migration?
- | please update the docs for the new login page
- | I need the reports by friday
- | who wrote these docs?
- | hr wants to talk to me, should I worry?
- | can HR add me to the health plan?
- | can someone from hr give me permission to work from abroad?
- | any admin around? the printer is on fire
- | we have 403 orders to ship today
- | orders are up 12% this week
- | 401 orders failed in the queue
- | the atlas mountains are beautiful
- | customer says she gets a 403 at checkout
- | a customer can't log in to our shop, orders page shows forbidden to her
- | customers in Spain cannot access their orders
- | user from the forum lost access to his premium account
- | Ticket 4711: client is unable to open the invoice, access denied in the mobile app
- | a partner reports 401 from our public API, key expired?
- | [FIRING:1] Http403RateHigh (grafana.acme.test) severity=page value=12.4
- | :robot_face: Deploy of orders finished: 0 errors, 3 warnings (403 rate 0.1%)
- | New ticket ACC-1123 opened by Maya: "No access to dash". Assigned to: nobody. Link: https://tickets.acme.test/ACC-1123
- | [Alert] 403 responses on orders above threshold (12 > 10) for 5m
- | *Daily digest* access requests: 4 open, 12 closed. Services: dash (2), kibana (2)
- | Build #403 of dash passed
- | can't see the legend in the grafana latency graph
- | can't load the orders table with more than 10k rows, browser dies
- | I can't find the button for exporting in reports
- | how do I open a new dag in airflow?
- | orders can't reach the database
- | atlas can't connect to kafka since the upgrade
- | airflow worker can't load the module pandas
- | can anyone see why the numbers in reports differ from payroll?
- | unable to reproduce the bug in kibana
- | where do I see my payslip, payroll or hr?
- | grafana has a new look, love it
- | dash.acme.test has a new look!
- | https://grafana.acme.test/d/xyz/latency look at this spike
- | lunch at 12?
- | could someone look at https://dash.acme.test/teams/7, numbers seem off
- | need help with a query in kibana
- | can I get some help with airflow retries?
- | I want to give a demo of atlas on Thursday
- | who is on call for orders?
- | grafana certificate expires in 10 days
- | please give me the numbers from reports before you log out
- | let me know when hr replies
- | I'd like to have dark mode in dash
- | the board lets us open a new office, hr will follow up
- | the lock screen of the lobby display shows dash in the wrong language
- | can I add a chart to dash myself?
- | permissions audit dashboard: can we get one?
- | our access point in room dash is broken
- | my orders haven't arrived and support keeps bouncing me
- | blocked by the missing numbers from reports, can't finish my slides
- | we are blocked on legal, hr is asking them
- | she is out of office, no access to mail; ask Tom about payroll numbers
`,
);
