/** Announcements, how-tos, incident reviews, answers to others. */
import { examples } from './example.js';

export const told = examples(
  'told',
  `
- | PSA: access to dash moves to the new group dash-users on Monday
- | Reminder: if you can't get into grafana, fill in the access form
- | How-to: to get access to payroll, ask your manager to approve it in the portal
- | If you see a 403 on orders, clear your cookies and try again
- | Incident review: on Tuesday 214 people lost access to dash because of a directory sync
- | postmortem for the payroll 403s is in the wiki
- | FYI we removed access to kibana for contractors, as announced
- | Maintenance tonight 22:00: airflow will not be reachable, you may see 403 pages
- | Heads up: everybody who has not used atlas for 90 days will lose access on Friday
- | I've given you access to reports, try again
- | granted, you should be in grafana now
- | you need access to dash? ask <@U0PLAT>, they own it
- | @tom you can request access to admin at go/access
- | Access requests for payroll now go through the finance helpdesk
- | weekly update: 14 access requests handled, median 3 min, most of them for grafana
- | in case anybody gets access denied in the wiki: log out and in again
- | Runbook: user reports 403 on orders → check groups → check the IAP binding
- | we are cleaning up permissions in grafana this week, say if something breaks
- | Yesterday nobody could log in to hr for ten minutes, it was a wrong certificate. All good since.
- | new in docs: a page about why you get 403s and what to do
- | people who want access to sentry-internal should talk to Leo first
- | For the new joiners: dash, grafana and kibana need an access request, everything else just works
- | Did you try incognito? I had the same 403 on dash last month and that was it
- | have you asked Ana? she approves reports access
- | what I do when kibana says forbidden: wait five minutes
- | after the migration, users without the role will be denied access to orders
- | access to payroll is restricted to finance by design
- | today's agenda: 1) access to airflow for contractors 2) lunch
- | poll: should everyone have access to grafana by default?
- | interesting read: why 403 is the wrong status for https://orders.acme.test/v1
- | We rolled back the policy change which locked people out of dash
- | Once Bob approves, you'll be able to log in to hr
- | note to self: document who needs access to atlas
- | We're going to revoke unused access to admin next sprint
- | the security team wants to know who still needs access to kibana
- | Next week we'll discuss giving support access to orders
- | Good news everyone: access to reports no longer needs a ticket!
- | Onboarding checklist: laptop, mail, access to wiki, access to grafana, coffee
- | you can't access payroll from outside the EU, that's on purpose
- | as discussed, Tom keeps access to admin until the handover is done
`,
);
