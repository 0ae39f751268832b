/** A progress line on stderr for answers that take a while; on a terminal it is wiped when the answer comes. */

const AFTER_MS = 600;

export interface Progress {
  readonly say: (step: string) => void;
  readonly stop: () => void;
}

/** Nothing is written when the answer comes within 0.6 s. Without a terminal at most one line is written. */
export function startProgress(stream: NodeJS.WriteStream): Progress {
  let step = '';
  let shown = false;
  const paint = (): void => {
    if (stream.isTTY) stream.write(`\r\u001b[2K${step} \u2026`);
    else if (!shown) stream.write(`${step} \u2026\n`);
    shown = true;
  };
  const timer = setTimeout(paint, AFTER_MS);
  timer.unref();
  return {
    say: (next) => {
      step = next;
      if (shown && stream.isTTY) paint();
    },
    stop: () => {
      clearTimeout(timer);
      if (shown && stream.isTTY) stream.write('\r\u001b[2K');
    },
  };
}
