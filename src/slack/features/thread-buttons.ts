/** The buttons that a public reply in a thread carries for whoever asked there: check again, and watch. */
import type { AnswerButton } from '../../render/blocks.js';
import { againButton } from './check-again.js';
import { OF_THIS_THREAD } from './clicked.js';
import type { AnsweredThread } from './thread-reply/index.js';
import { watchButton } from './watch/buttons.js';

/** They belong to the answer that the person was given alone, once there is one; somebody else who clicks is told so. */
export function threadButtons({ userId }: AnsweredThread): readonly AnswerButton[] {
  return userId === undefined ? [] : [watchButton(OF_THIS_THREAD), againButton(OF_THIS_THREAD)];
}
