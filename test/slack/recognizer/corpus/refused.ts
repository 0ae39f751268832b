/** People who are turned away. */
import { examples } from './example.js';

export const refused = examples(
  'refused',
  `
dashboard | getting a 403 on dash
dashboard/many | anyone else getting a 403 on dash since lunch??
dashboard | I can't open https://dash.acme.test, it says I don't have access
dashboard | dash says "You don't have access"
grafana | grafana: permission denied. what gives
grafana | 403 grafana
grafana | GRAFANA IS GIVING ME 403 SINCE THIS MORNING!!!
grafana | can't get into grafana anymore 😢
payroll | payroll.acme.test says forbidden for me, worked last friday
payroll | I am not able to log in to payroll
payroll | It seems I lost access to payroll overnight?
orders | orders wont let me in
orders | why do I get 'access denied' on https://orders.acme.test/v2/list?page=3
orders | Error 403 when accessing orders
kibana | kibana is locking me out
kibana | logs.acme.test -> 403. help?
airflow | I used to have access to airflow but now i get "You don't have permission to access"
airflow | unable to reach airflow, Forbidden
wiki | i cannot to enter the wiki, always error of permission
wiki | wiki.acme.test refuses me, it wants some other account
admin | 403: Forbidden when accessing admin page
admin | Error 403 when accessing admin dashboard on admin.acme.test
admin | I got kicked out of admin and can't get back in
hr | hr.acme.test tells me I'm not authorized
hr | cant log into hr to request my leave, says not authorised
atlas | Is it just me or is atlas blocking people? I get access denied
atlas | atlas 403s for me on every page
sentry-internal | sentry-internal doesnt let me in any more
sentry-internal | sentry.acme.test: you do not have permission. I had it yesterday.
reports | My access to reports seems to be gone
reports | reports.acme.test throws a 403 at me, could someone have a look?
docs | docs.acme.test just shows "You don't have access" and my email. Am I missing a group?
status | status.acme.test is giving me Forbidden, I have to post an incident
dashboard | dash = 403
dashboard | dash 403 again :rage:
dashboard | Good afternoon. Since approximately 14:00 I am receiving the message “You don’t have access” when I open the dashboard. Could you please advise?
dashboard | hmm dash ain't letting me in
grafana | I keep getting bounced from grafana
grafana | Grafana tells me no permissions?? I was in there an hour ago
grafana | got a new laptop and now grafana.acme.test says access denied
payroll | payroll: "Your client does not have permission to get URL /runs from this server"
payroll | i have no more access to payroll why
orders | my login for orders is rejected
orders | I'm blocked from orders, and I have 40 refunds waiting
kibana | Kibana denies me access since the reorg.
kibana | can not acces kibana, its saying acces denied
airflow | airflow rejects my account 😕
airflow | Hi, hope you're all well! I wanted to check the nightly run in Airflow but instead of the usual page there's a white page with "You don't have access". I tried another browser and an incognito window. Nothing. Any idea?
wiki | seems like I've been removed from wiki??
wiki | wiki: access was revoked? i didnt leave the team
admin | backoffice not loading for me, says unauthorized
admin | I was able to use admin until yesterday, today: forbidden. On call in 20 min!!
hr | people-hub → "access denied" 🤷
atlas | I'm not being let into atlas.acme.test
atlas | https://atlas.acme.test/jobs/991 returns 403 for my user
sentry-internal | 401 on sentry.acme.test
reports | the reports site says I lack permission
reports | I'm seeing "You don't have access" on <https://reports.acme.test/weekly>
docs | no permission for docs.acme.test/internal all of a sudden
status | I don't seem to have access to status.acme.test, should I?
dashboard | tried to open <https://dash.acme.test/teams/7?tab=x|this chart> and was greeted with a nice 403
dashboard | *dash* is giving me \`403\`
dashboard | why am I forbidden on dash
grafana | vpn is on, chrome is up to date, still 403 on grafana
payroll | Payroll won’t load: “Access denied”
orders | orders.acme.test: ERR 403?
orders | I think somebody took away my access to orders
kibana | no access to kibana from my phone, only from the laptop. is that on purpose?
airflow | the airflow page greets me with a “You don’t have access” page since the password change
hr | it does not let me in to hr.acme.test, it is saying i have not the permission
grafana | 403 Forbidden on https://grafana.acme.test/d/abc/latency after lunch. It's the on-call board so a bit urgent
`,
);
