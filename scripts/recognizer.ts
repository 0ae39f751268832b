/** Prints how well access requests are recognised: both halves of the corpus, and what goes wrong in the one for tuning. */
import { isHeldBack } from '../test/slack/recognizer/corpus/example.js';
import { CORPUS } from '../test/slack/recognizer/corpus/index.js';
import { last } from '../test/slack/recognizer/corpus/last.js';
import { type Score, scoreOf } from '../test/slack/recognizer/score.js';

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`.padStart(8);

function line(name: string, score: Score): string {
  const { messages, toFire, precision, recall, serviceRight, aboutRight } = score;
  return `${name.padEnd(10)} ${messages} messages, ${toFire} to answer: precision ${percent(precision)}, recall ${percent(recall)}, right service ${percent(serviceRight)}, right person ${percent(aboutRight)}`;
}

const tuning = scoreOf(CORPUS.filter((example) => !isHeldBack(example)));
print(line('tuning', tuning));
print(line('held back', scoreOf(CORPUS.filter(isHeldBack))));
print(line('last', scoreOf(last)));
for (const { what, example, recognition } of tuning.misses) {
  const words = example.blocks ? JSON.stringify(example.blocks) : example.text.replaceAll('\n', '⏎');
  const why = recognition.fires
    ? `${recognition.service ?? '?'}/${recognition.about}: ${recognition.because.join(', ')}`
    : `${recognition.gate}: ${recognition.because.join(', ')}`;
  print(`\n${what} (${example.family})\n  ${words}\n  ${why}`);
}
