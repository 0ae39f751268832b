/** On a narrow screen: which of the three parts is in front. */
import { usePage } from '../data/page-context.js';
import type { Front } from '../data/place.js';

const WORDS: Readonly<Record<Front, string>> = {
  places: 'Places',
  chat: 'Conversation',
  instruments: 'Instruments',
};

export function FrontTabs() {
  const { place, go } = usePage();
  return (
    <nav className="front-tabs" aria-label="Parts of the page">
      {(['places', 'chat', 'instruments'] as const).map((front) => (
        <button
          key={front}
          type="button"
          aria-current={place.front === front ? 'page' : undefined}
          onClick={() => go({ front })}
        >
          {WORDS[front]}
        </button>
      ))}
    </nav>
  );
}
