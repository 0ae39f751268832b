/** The Home tab of the app, as it is for whoever one is. */
import { useCallback, useEffect } from 'react';
import { usePage } from '../data/page-context.js';
import { Blocks } from './blocks.js';
import type { Pressed } from './pressable.js';

export function HomeTab() {
  const { snapshot, me, send } = usePage();
  const view = snapshot.workspace.homes[me.id];
  const viewId = view?.id;
  const press = useCallback(
    (pressed: Pressed): void => {
      if (viewId !== undefined) void send({ type: 'click_in_view', person: me.id, viewId, ...pressed });
    },
    [send, me.id, viewId],
  );
  const missing = view === undefined;
  // Slack tells the app each time somebody opens its Home tab; that is what fills it.
  useEffect(() => {
    if (missing) void send({ type: 'open_home', person: me.id });
  }, [missing, me.id, send]);
  return (
    <>
      <header className="chat-head">
        <h2>{snapshot.workspace.bot.name} · Home</h2>
        <p>What {me.realName} sees</p>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: so that it can be scrolled by keyboard */}
      <section className="log" aria-label="Home tab" tabIndex={0}>
        <div className="log-lines home">
          {view === undefined ? (
            <p className="log-empty">The app has not filled its Home tab yet.</p>
          ) : (
            <Blocks blocks={view.blocks} text="" press={press} />
          )}
        </div>
      </section>
    </>
  );
}
