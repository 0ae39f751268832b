/** The whole page: places on the left, the conversation in the middle, the instruments on the right. */
import { useCallback, useMemo, useState, useSyncExternalStore } from 'react';
import type { Action, Snapshot, Workspace } from '../web/protocol.js';
import { Conversation } from './chat/conversation-view.js';
import { HomeTab } from './chat/home-tab.js';
import { Modals } from './chat/modals.js';
import { act, type Connection } from './data/connection.js';
import { type Page, PageContext, type Setting, SettingContext } from './data/page-context.js';
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

/** The same object as long as nothing in it changes. */
function useSettingOf(
  workspace: Workspace | undefined,
  as: string,
  go: Setting['go'],
  send: Setting['send'],
  theme: Setting['theme'],
): Setting | undefined {
  const { people, channels, bot, shortcuts } = workspace ?? {};
  return useMemo(() => {
    const me = people?.find((one) => one.name === as) ?? people?.[0];
    if (!people || !channels || !bot || !shortcuts || !me) return undefined;
    return { people, channels, bot, shortcuts, me, go, send, theme };
  }, [people, channels, bot, shortcuts, as, go, send, theme]);
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
  const setting = useSettingOf(snapshot?.workspace, place.as, go, send, theme);
  const page = useMemo((): Page | undefined => {
    if (snapshot === undefined || setting === undefined) return undefined;
    return { ...setting, snapshot, place: { ...place, at: channelOf(snapshot, place) } };
  }, [snapshot, place, setting]);

  if (page === undefined || setting === undefined) return <p className="opening">Opening the sandbox…</p>;
  return (
    <SettingContext value={setting}>
      <PageContext value={page}>
        <div className="frame" data-front={place.front} data-wide={place.wide}>
          <button type="button" className="skip" onClick={() => document.getElementById('chat')?.focus()}>
            Skip to the conversation
          </button>
          <Places choice={choice} connected={connected} />
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
    </SettingContext>
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
      {problem === undefined || !connected ? null : (
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
