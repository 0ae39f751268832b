/** The whole page: places on the left, the conversation in the middle, the instruments on the right. */
import { useCallback, useMemo, useState, useSyncExternalStore } from 'react';
import type { Action, Snapshot } from '../web/protocol.js';
import { Conversation } from './chat/conversation-view.js';
import { HomeTab } from './chat/home-tab.js';
import { Modals } from './chat/modals.js';
import { act, type Connection } from './data/connection.js';
import { type Page, PageContext } from './data/page-context.js';
import type { Place } from './data/place.js';
import { useTheme } from './data/theme.js';
import { usePlace } from './data/use-place.js';
import { Instruments } from './panel/instruments.js';
import { Announcer } from './parts/announcer.js';
import { FrontTabs } from './parts/front-tabs.js';
import { Places } from './parts/places.js';

/** Where the chat is when nobody has chosen: the channel in which the bot answers. */
function channelOf(snapshot: Snapshot, place: Place): string {
  const { channels } = snapshot.workspace;
  if (place.at === 'home' || channels.some((one) => one.id === place.at)) return place.at;
  return (channels.find((one) => one.optedIn) ?? channels[0])?.id ?? '';
}

export function App({ connection }: { readonly connection: Connection }) {
  const { snapshot, connected } = useSyncExternalStore(connection.subscribe, connection.seen);
  const [place, go] = usePlace();
  const [problem, setProblem] = useState<string>();
  const { choice, theme } = useTheme();
  const send = useCallback(async (action: Action): Promise<boolean> => {
    const result = await act(action);
    setProblem(result.ok ? undefined : result.error);
    return result.ok;
  }, []);
  const page = useMemo((): Page | undefined => {
    const people = snapshot?.workspace.people ?? [];
    const me = people.find((one) => one.name === place.as) ?? people[0];
    if (snapshot === undefined || me === undefined) return undefined;
    return { snapshot, me, place: { ...place, at: channelOf(snapshot, place) }, go, send, theme };
  }, [snapshot, place, go, send, theme]);

  if (page === undefined) return <p className="opening">Opening the sandbox…</p>;
  return (
    <PageContext value={page}>
      <div className="frame" data-front={place.front} data-wide={place.wide}>
        <button type="button" className="skip" onClick={() => document.getElementById('chat')?.focus()}>
          Skip to the conversation
        </button>
        <Places choice={choice} />
        <main id="chat" className="chat" tabIndex={-1} aria-label="Conversation">
          {page.place.at === 'home' ? <HomeTab /> : <Conversation key={page.place.at} />}
        </main>
        <Instruments />
        <FrontTabs />
      </div>
      <Modals />
      <Announcer />
      <Notices problem={problem} connected={connected} dismiss={() => setProblem(undefined)} />
    </PageContext>
  );
}

interface NoticesProps {
  readonly problem: string | undefined;
  readonly connected: boolean;
  readonly dismiss: () => void;
}

function Notices({ problem, connected, dismiss }: NoticesProps) {
  return (
    <div className="notices" role="alert">
      {connected ? null : <p className="notice">The sandbox does not answer. Trying again…</p>}
      {problem === undefined ? null : (
        <p className="notice">
          {problem}{' '}
          <button type="button" onClick={dismiss}>
            Dismiss
          </button>
        </p>
      )}
    </div>
  );
}
