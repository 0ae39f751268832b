/** A button whose value is a question: a click asks it, as if it were typed. */
import { ASK } from '../../render/blocks.js';
import { answerCommand } from '../asking/command.js';
import type { Feature } from '../desk.js';

export const older: Feature = {
  name: 'older',
  actions: {
    [ASK]: (click, desk) => answerCommand({ ...click, text: click.value }, desk, 'button'),
  },
};
