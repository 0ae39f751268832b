/** How long Google says changes take, in the words every fix uses. Source: IAM "Access change propagation". */

export const POLICY_WAIT =
  'It usually works about 2 minutes after the change, sometimes 7 minutes or more. Ask me again then; I read it afresh.';
export const GROUP_WAIT =
  'It usually works a few minutes after the change; nested groups and removals can take hours. Ask me again then.';
export const SETTINGS_WAIT = 'Settings usually work within minutes. Ask me again then.';
export const AGAIN = 'Ask me again afterwards: I read it afresh.';
