/** What is said when something broke: what, what to do about it, and the reference to quote. */
import type { Failure } from '../answer.js';
import type { Outline, Part } from '../outline-types.js';
import { prose, sentence } from '../spans.js';

export function failureOutline(failure: Failure): Outline {
  const remedy: Part[] =
    failure.remedy.trim() === ''
      ? []
      : [{ key: 'todo', label: 'What to do', line: prose(sentence(failure.remedy)) }];
  return {
    mood: 'unsure',
    headline: prose(sentence(failure.message)),
    tail: [],
    parts: remedy,
    context: [`Reference ${failure.id}`],
  };
}
