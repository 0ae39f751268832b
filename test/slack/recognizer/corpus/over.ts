/** Over, thanks, jokes, and questions about access that ask for none. */
import { examples } from './example.js';

export const over = examples(
  'over',
  `
- | dash works again, thanks!
- | nvm, I can get into grafana now
- | never mind the 403 on orders, wrong account
- | thanks for the access to payroll :tada:
- | got access to kibana, thank you!
- | fixed: people were locked out of airflow for 10 min
- | 403 on dash is gone, cheers
- | who has access to payroll?
- | does Tom have access to grafana?
- | how many people have access to admin?
- | list of people with access to reports?
- | is there an audit log of who accessed hr?
- | it was me, I had the wrong google account in atlas. sorry for the noise
- | ok I'm in! wiki looks nice
- | all good now with orders, false alarm
- | lol 403 forbidden love
- | my cat denied me access to the couch, 403
- | forbidden city was the best part of the trip
- | my 401k statement arrived, payroll was quick
- | the coffee machine won't let me in :joy:
- | access denied to the cookie jar 🍪
- | I have access to dash but I don't know what to look at
- | glad that my access to airflow was restored so fast, you rock
- | what's the difference between access to admin and access to backoffice?
- | sorted, had to switch accounts in kibana
- | false alarm, VPN was off, hr works
- | can confirm grafana lets me in again
- | do you know who approves access to atlas these days? asking for the org chart
- | resolved – thanks <@U0PLAT>, reports loads
- | +1
- | same here
- | thanks!
- | room 403 is booked, dash to 401
- | permission to land? dash one, cleared
- | permission to go home early please :pleading_face:
- | I was forbidden to drink coffee after 3pm
- | can I have your permission to quote you in docs?
- | who let the dogs out
- | your access is fine, I checked in orders
- | was able to log in to wiki after clearing cookies, thx
- | is the access to grafana logged somewhere?
- | solved, I was using my private account for docs.acme.test
- | since when do I have access to payroll? I don't think I should
- | please remove my access to admin, I don't need it any more
`,
);
