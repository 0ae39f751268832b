/** What Slack asks before it tells the app of a press: the press goes on only after a yes. */
import { useCallback, useState } from 'react';
import { Dialog } from '../parts/dialog.js';
import type { Button, Pressed } from './pressable.js';

interface Confirming {
  /** Presses at once, or after the question that the button carries. */
  readonly ask: (button: Button) => void;
  /** The question, while it is open. */
  readonly dialog: React.ReactNode;
}

export function useConfirm(press: (pressed: Pressed) => void): Confirming {
  const [waiting, setWaiting] = useState<Button>();
  const go = useCallback(
    ({ confirm: _confirm, url, ...pressed }: Button): void => {
      if (url !== undefined) open(url, '_blank', 'noopener,noreferrer');
      press(pressed);
    },
    [press],
  );
  const ask = useCallback(
    (button: Button): void => (button.confirm === undefined ? go(button) : setWaiting(button)),
    [go],
  );
  const question = waiting?.confirm;
  if (waiting === undefined || question === undefined) return { ask, dialog: null };
  const close = (): void => setWaiting(undefined);
  const yes = (): void => {
    close();
    go(waiting);
  };
  return {
    ask,
    dialog: (
      <Dialog
        title={question.title}
        close={close}
        foot={
          <>
            <button type="button" className="button" onClick={close}>
              {question.no}
            </button>
            <button type="button" className="button" data-style="primary" onClick={yes}>
              {question.yes}
            </button>
          </>
        }
      >
        <p>{question.text}</p>
      </Dialog>
    ),
  };
}
