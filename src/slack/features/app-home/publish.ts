/** Puts a Home tab before somebody; what somebody else has put there meanwhile is newer, and stays. */
import type { types } from '@slack/bolt';
import { webApi } from '@slack/bolt';
import type { Desk } from '../../desk.js';
import { whatWentWrong } from '../../log.js';
import { patiently } from '../../saying/web-client.js';

/** What a try to publish came to: Slack's hash of the tab, to replace it with. */
export type Published = { readonly hash: string | undefined } | 'newer' | 'failed';

/** With a hash, only over that state of the tab (docs `views.publish`). Never rejects. */
export async function publish(
  userId: string,
  blocks: readonly types.KnownBlock[],
  hash: string | undefined,
  desk: Desk,
): Promise<Published> {
  try {
    const answer = await patiently(() =>
      desk.client.views.publish({
        user_id: userId,
        view: { type: 'home', blocks: [...blocks] },
        ...(hash === undefined ? {} : { hash }),
      }),
    );
    return { hash: answer.view?.hash };
  } catch (error) {
    if (error instanceof webApi.WebAPIPlatformError && error.data.error === 'hash_conflict') return 'newer';
    desk.log.warn({ user: userId, error: whatWentWrong(error) }, 'A Home tab could not be shown');
    return 'failed';
  }
}
