/** Mends what lies in the account itself: the wrong account, a disabled one, a restricted or unsettled membership. */
import { groupsConsole, usersConsole } from '../target.js';
import { AGAIN, GROUP_WAIT } from '../times.js';
import type { Fix, FixContext, Remedy } from '../types.js';
import { askOwner, directGrant } from './grant.js';

const step = (title: string, by: Fix['for'], console: string | null, then: string, who?: string): Fix => ({
  title,
  for: by,
  ...(who === undefined ? {} : { who }),
  overgrant: 0,
  gcloud: null,
  terraform: null,
  console,
  then,
});

/** The link that shows which account a browser is signed in with; it works without access to the app. */
export function identityLink(url: string | undefined): string | null {
  if (url === undefined) return null;
  const link = new URL(url);
  link.searchParams.set('gcp-iap-mode', 'IDENTITY');
  return link.toString();
}

export const otherAccount: Remedy = {
  codes: ['other-account'],
  fixes: (context) => [
    step(
      `Sign in with ${context.otherAccount ?? 'the account that has access'}`,
      'person',
      identityLink(context.url),
      'The link shows which account the browser is using. Switch, or open a private window, and try again.',
    ),
    directGrant(context),
  ],
};

export const disabled: Remedy = {
  codes: ['account-disabled'],
  fixes: (context) =>
    context.subject.kind === 'serviceAccount'
      ? [
          {
            ...step('Enable the service account again, if it is still wanted', 'owner', null, AGAIN),
            gcloud: `gcloud iam service-accounts enable ${context.subject.email}`,
          },
        ]
      : [
          step(
            'Restore the account in the Admin console; no IAM change mends this',
            'operator',
            usersConsole,
            'Sign-in works within minutes of restoring.',
            'a Workspace administrator',
          ),
          step(
            'Ask your Workspace administrator to restore your account',
            'person',
            null,
            'Sign-in works within minutes of restoring.',
          ),
        ],
};

export const restricted: Remedy = {
  codes: ['membership-restricted'],
  fixes: (context: FixContext) => [
    step(
      `Adjust the member restriction of ${context.group ?? 'the group'}, or use a group that admits this account`,
      'owner',
      groupsConsole,
      GROUP_WAIT,
      'an owner of the group',
    ),
    directGrant(context),
    askOwner(context, 'about the group\u2019s member restriction'),
  ],
};

export const unsettled: Remedy = {
  codes: ['dynamic-group-stale'],
  fixes: (context) => [
    step(
      `Wait until Google has updated ${context.group ?? 'the dynamic group'}; if it stays, correct the directory attribute its query reads`,
      'owner',
      groupsConsole,
      'Dynamic groups settle within minutes to hours. Ask me again then.',
    ),
    step('Wait a little and ask me again', 'person', null, 'Dynamic groups settle within minutes to hours.'),
  ],
};
