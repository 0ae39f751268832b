/** The left side: who one is, the channels, direct messages with the bot and its Home tab. */
import { useState } from 'react';
import type { Channel, Health } from '../../web/protocol.js';
import { usePage } from '../data/page-context.js';
import type { Choice } from '../data/theme.js';
import { Avatar } from './avatar.js';
import { PersonDialog } from './person-dialog.js';
import { ThemeToggle } from './theme-toggle.js';

interface PlacesProps {
  readonly choice: Choice;
  readonly connected: boolean;
}

export function Places({ choice, connected }: PlacesProps) {
  const { snapshot, me } = usePage();
  const [choosing, setChoosing] = useState(false);
  const { workspace, world, health } = snapshot;
  const channels = workspace.channels.filter((one) => one.kind !== 'im' && one.members.includes(me.id));
  const direct = workspace.channels.find((one) => one.kind === 'im' && one.im === me.id);
  return (
    <header className="places">
      <div className="places-head">
        <h1>
          {world.company} <span>sandbox</span>
        </h1>
        <ThemeToggle choice={choice} />
      </div>
      <button type="button" className="me" onClick={() => setChoosing(true)} aria-haspopup="dialog">
        <Avatar name={me.realName} />
        <span className="me-words">
          <span className="me-label">You are</span> <strong>{me.realName}</strong>
          <span className="me-about">{me.about ?? me.email}</span>
        </span>
        <span className="me-change">Change</span>
      </button>
      {choosing ? <PersonDialog close={() => setChoosing(false)} /> : null}
      <nav aria-label="Channels">
        <h2>Channels</h2>
        <ul>
          {channels.map((channel) => (
            <PlaceLink key={channel.id} id={channel.id} mark="#" name={channel.name} channel={channel} />
          ))}
        </ul>
        <h2>Apps</h2>
        <ul>
          <PlaceLink id="home" mark="⌂" name={`${workspace.bot.name} · Home`} />
          {direct === undefined ? null : (
            <PlaceLink id={direct.id} mark="✉" name={`${workspace.bot.name} · Messages`} channel={direct} />
          )}
        </ul>
      </nav>
      <HealthLine health={health} connected={connected} />
      <Violations all={health.violations} />
    </header>
  );
}

interface HealthLineProps {
  readonly health: Health;
  readonly connected: boolean;
}

/** How the bot is; what was heard of a sandbox that is gone is not told as if it were so now. */
function HealthLine({ health: { bot, redis }, connected }: HealthLineProps) {
  if (!connected)
    return (
      <p className="health" data-well={false}>
        The sandbox does not answer. Start it again with <code>npm run sandbox</code>.
      </p>
    );
  return (
    <p className="health" data-well={bot.ready}>
      {bot.ready
        ? `The bot is running (${bot.mode === 'socket' ? 'Socket Mode' : 'HTTP'}).`
        : `The bot is not ready: ${bot.why ?? 'starting'}`}{' '}
      {redis.note}
    </p>
  );
}

/** What the real Slack would have refused; there should be none. */
function Violations({ all }: { readonly all: Health['violations'] }) {
  if (all.length === 0) return null;
  return (
    <details className="violations">
      <summary>Slack would refuse {all.length === 1 ? 'one message' : `${all.length} messages`}</summary>
      <ul>
        {all.map(({ where, what }) => (
          <li key={`${where} ${what.join()}`}>
            {where}: {what.join(', ')}
          </li>
        ))}
      </ul>
    </details>
  );
}

interface LinkProps {
  readonly id: string;
  readonly mark: string;
  readonly name: string;
  readonly channel?: Channel;
}

function PlaceLink({ id, mark, name, channel }: LinkProps) {
  const { snapshot, me, place, go, send } = usePage();
  const here = place.at === id;
  const open = (): void => {
    go({ at: id, front: 'chat', wide: false });
    if (id === 'home') void send({ type: 'open_home', person: me.id });
  };
  const said = snapshot.workspace.messages.filter((one) => one.channel === id).length;
  return (
    <li>
      <button type="button" className="place" aria-current={here ? 'page' : undefined} onClick={open}>
        <span aria-hidden="true">{mark}</span>
        <span className="place-name">{name}</span>
        {channel?.optedIn === true ? <span className="place-note">answers here</span> : null}
        {channel?.kind === 'im' && said > 0 ? <span className="place-note">{said}</span> : null}
      </button>
    </li>
  );
}
