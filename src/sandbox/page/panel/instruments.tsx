/** The right side: what is broken, what was asked of Google, and what happened in the company. */
import { useId } from 'react';
import { usePage } from '../data/page-context.js';
import { INSTRUMENTS, type Instrument } from '../data/place.js';
import { Calls } from './calls.js';
import { Switches } from './switches.js';
import { Timeline } from './timeline.js';

const TITLES: Readonly<Record<Instrument, string>> = {
  switches: 'Broken things',
  calls: 'Google calls',
  timeline: 'Timeline',
};

export function Instruments() {
  const { place, go } = usePage();
  const id = useId();
  const tabOf = (one: Instrument): string => `${id}-${one}`;
  const onKeyDown = (event: { readonly key: string; preventDefault(): void }): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const at = (INSTRUMENTS.indexOf(place.panel) + step + INSTRUMENTS.length) % INSTRUMENTS.length;
    const panel = INSTRUMENTS[at];
    if (panel === undefined) return;
    go({ panel, find: '' });
    document.getElementById(tabOf(panel))?.focus();
  };
  return (
    <aside className="instruments" aria-label="Instruments">
      <div className="instruments-head">
        <div role="tablist" aria-label="Instruments" tabIndex={-1} onKeyDown={onKeyDown}>
          {INSTRUMENTS.map((one) => (
            <button
              key={one}
              id={tabOf(one)}
              type="button"
              role="tab"
              aria-selected={place.panel === one}
              aria-controls={`${id}-panel`}
              tabIndex={place.panel === one ? 0 : -1}
              onClick={() => go({ panel: one, find: '' })}
            >
              {TITLES[one]}
            </button>
          ))}
        </div>
        <button
          type="button"
          className="widen"
          aria-pressed={place.wide}
          onClick={() => go({ wide: !place.wide })}
          title={place.wide ? 'Show the conversation again' : 'Give it the whole width'}
        >
          <span aria-hidden="true">{place.wide ? '⇥' : '⇤'}</span>
          <span className="unseen">Whole width</span>
        </button>
      </div>
      <div
        id={`${id}-panel`}
        className="panel"
        role="tabpanel"
        aria-labelledby={tabOf(place.panel)}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: so that it can be scrolled by keyboard
        tabIndex={0}
      >
        {place.panel === 'switches' ? <Switches /> : null}
        {place.panel === 'calls' ? <Calls /> : null}
        {place.panel === 'timeline' ? <Timeline /> : null}
      </div>
    </aside>
  );
}
