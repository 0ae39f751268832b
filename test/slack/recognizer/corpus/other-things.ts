/** Asking for something else: meetings, lists, folders, other programs. */
import { examples } from './example.js';

export const otherThings = examples(
  'other-things',
  `
- | can someone add me to the calendar invite for dashboard planning?
- | please add me to the dashboard channel
- | Can someone add me to Salesforce?
- | I need VPN access.
- | Could I get access to the shared Finance drive? My manager has approved it
- | pls add me as reviewer on the orders PR
- | could you invite me to the grafana meetup on thursday
- | can I get added to the payroll mailing list
- | who can give me access to the github repo of atlas?
- | need access to jira project ORDERS
- | can somebody add me to the airflow standup
- | can I get access to the wiki spreadsheet
- | please share the reports folder with me, I don't have access
- | I can't open the google doc about kibana, it says request access
- | add me to the hr group chat pls
- | I can't get into the zoom for the status meeting
- | I need a badge for the server room, who grants access?
- | could you let me into the building? forgot my badge
- | Can I get a Figma seat? no access to the dashboard mockups file
- | the slides for the dashboard review are locked, can you give me access?
- | please add <@U02TOM> to the #payroll channel
- | vpn keeps kicking me out
- | My jira login loops
- | github says 403 when I push
- | npm publish gives me 403 Forbidden
- | docker hub: denied: requested access to the resource is denied
- | I don't have permission to merge in the orders repo
- | can't push to the atlas repo, permission denied (publickey)
- | ssh to bastion: Permission denied (publickey)
- | need write access to the BigQuery dataset reports_raw
- | my aws console says access denied for s3
- | Could you grant me access to the postgres replica?
- | request access to the 1Password vault for hr
- | the docs drive folder won't let me in
- | can someone give me edit rights on the wiki page template in Confluence?
- | need access to the status page mailing list archive
- | let me in on the joke pls
- | can I get into the retro? link is broken
- | how do I get a parking permit, the garage says access denied
- | please add me to the on-call rota for orders
- | wifi in the office kicks me out constantly, dash of despair
- | can somebody give me access to our Notion?
- | could someone add grafana to my laptop
- | figma: you don't have permission to edit the atlas board
- | I lost access to my Slack workspace of the old company
- | looking for someone to give a talk on access management
- | who can add me to the reports distribution list?
- | can i get the admin password for the printer
- | Please add me to the invite for the payroll sync tomorrow at 10
- | I can't log in to my laptop
- | can't access my mailbox since this morning
- | Can I get access to Datadog? The dashboards there look great
- | printer on 3rd floor refuses to let me in with my card
- | need a license for the IDE, who approves access?
- | could you add my calendar to the docs team calendar
`,
);
