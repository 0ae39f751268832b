/** Block Kit: drawn by slack-blocks-to-jsx, and by native controls where somebody has to choose or type. */
import { memo, type SyntheticEvent } from 'react';
import { Message } from 'slack-blocks-to-jsx';
import type { Block } from '../../web/protocol.js';
import { useSetting } from '../data/page-context.js';
import { Boundary } from '../parts/boundary.js';
import { useConfirm } from './confirm.js';
import { OwnBlock } from './own-block.js';
import { type Button, buttonsOf, isOwn, type Pressed, safeUrl } from './pressable.js';

type LibraryProps = Parameters<typeof Message>[0];
type Hooks = NonNullable<LibraryProps['hooks']>;

/** Links leave for a page of their own and tell it nothing; an address that is not one of the web's stays text. */
const link: NonNullable<Hooks['link']> = ({ href, children }) => {
  const to = safeUrl(href);
  if (to === undefined) return <span>{children}</span>;
  return (
    <a className="link" href={to} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
};

/** A moment is always shown in the reader's own time zone, to the minute. */
const date: NonNullable<Hooks['date']> = ({ timestamp, fallback }) => {
  const at = new Date(Number(timestamp) * 1_000);
  if (Number.isNaN(at.getTime())) return <span>{fallback}</span>;
  const words = at.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
  return <time dateTime={at.toISOString()}>{words}</time>;
};

const user: NonNullable<Hooks['user']> = ({ id, name }) => <span className="mention">@{name || id}</span>;
const channel: NonNullable<Hooks['channel']> = ({ id, name }) => (
  <span className="mention">#{name || id}</span>
);

const HOOKS: Hooks = { link, date, user, channel };

interface BlocksProps {
  readonly blocks: readonly Block[];
  /** Shown where there are no blocks; mrkdwn. */
  readonly text: string;
  readonly press: (pressed: Pressed) => void;
}

/** Neighbours that the library draws stay together. */
function runsOf(blocks: readonly Block[]): readonly (readonly Block[])[] {
  const runs: Block[][] = [];
  for (const block of blocks) {
    const last = runs.at(-1);
    if (last?.[0] !== undefined && !isOwn(block) && !isOwn(last[0])) last.push(block);
    else runs.push([block]);
  }
  return runs;
}

export const Blocks = memo(function Blocks({ blocks, text, press }: BlocksProps) {
  const { ask, dialog } = useConfirm(press);
  const shown =
    blocks.length > 0 || text === '' ? blocks : [{ type: 'section', text: { type: 'mrkdwn', text } }];
  return (
    <div className="blocks">
      <Boundary instead={<p className="undrawn">{text || 'These blocks cannot be drawn.'}</p>}>
        {runsOf(shown).map((run, i) =>
          run[0] !== undefined && isOwn(run[0]) ? (
            <OwnBlock key={keyOf(run, i)} block={run[0]} ask={ask} />
          ) : (
            <Drawn key={keyOf(run, i)} blocks={run} ask={ask} />
          ),
        )}
      </Boundary>
      {dialog}
    </div>
  );
});

const keyOf = (run: readonly Block[], i: number): string => `${i} ${String(run[0]?.block_id ?? '')}`;

interface DrawnProps {
  readonly blocks: readonly Block[];
  readonly ask: (button: Button) => void;
}

/** The library has no way to hear of a press, so it is caught on its way to the button. */
function Drawn({ blocks, ask }: DrawnProps) {
  const { people, channels, theme } = useSetting();
  const caught = (event: SyntheticEvent): void => {
    const button = event.target instanceof Element ? event.target.closest('button') : null;
    if (button === null || !button.className.includes('__button_element')) return;
    event.preventDefault();
    event.stopPropagation();
    const all = [...event.currentTarget.querySelectorAll('button.slack_blocks_to_jsx__button_element')];
    const pressed = buttonsOf(blocks)[all.indexOf(button)];
    if (pressed !== undefined) ask(pressed);
  };
  return (
    <div onClickCapture={caught}>
      <Message
        // The library reads the same form of blocks, but names each kind; what it does not know it leaves out.
        blocks={blocks as unknown as LibraryProps['blocks']}
        name=""
        logo=""
        withoutWrapper
        theme={theme}
        hooks={HOOKS}
        data={{
          users: people.map(({ id, name }) => ({ id, name })),
          channels: channels.map(({ id, name }) => ({ id, name })),
          user_groups: [],
        }}
      />
    </div>
  );
}
