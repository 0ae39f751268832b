/** What every part of the page needs: what there is to show, who one is, where one looks, and how to do something. */
import { createContext, useContext } from 'react';
import type { Action, Person, Snapshot, Workspace } from '../../web/protocol.js';
import type { Place } from './place.js';

/** What stays the same while things happen: a part that needs no more is not drawn again for each of them. */
export interface Setting {
  readonly people: Workspace['people'];
  readonly channels: Workspace['channels'];
  readonly bot: Workspace['bot'];
  readonly shortcuts: Workspace['shortcuts'];
  /** Who one is now. */
  readonly me: Person;
  readonly go: (to: Partial<Place>) => void;
  /** Does something; false when it was not taken, and then the page has said why. */
  readonly send: (action: Action) => Promise<boolean>;
  readonly theme: 'light' | 'dark';
}

export interface Page extends Setting {
  readonly snapshot: Snapshot;
  readonly place: Place;
}

export const SettingContext = createContext<Setting | undefined>(undefined);
export const PageContext = createContext<Page | undefined>(undefined);

function there<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('This part stands outside of the page.');
  return value;
}

export const usePage = (): Page => there(useContext(PageContext));
export const useSetting = (): Setting => there(useContext(SettingContext));

/** The name to show for a user id. */
export function nameOf({ people, bot }: Pick<Setting, 'people' | 'bot'>, id: string): string {
  if (id === bot.userId) return bot.name;
  if (id === 'slackbot') return 'Slackbot';
  return people.find((one) => one.id === id)?.realName ?? id;
}
