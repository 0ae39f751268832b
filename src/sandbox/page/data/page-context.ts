/** What every part of the page needs: what there is to show, who one is, where one looks, and how to do something. */
import { createContext, useContext } from 'react';
import type { Action, Person, Snapshot } from '../../web/protocol.js';
import type { Place } from './place.js';

export interface Page {
  readonly snapshot: Snapshot;
  /** Who one is now. */
  readonly me: Person;
  readonly place: Place;
  readonly go: (to: Partial<Place>) => void;
  /** Does something; false when it was not taken, and then the page has said why. */
  readonly send: (action: Action) => Promise<boolean>;
  readonly theme: 'light' | 'dark';
}

export const PageContext = createContext<Page | undefined>(undefined);

export function usePage(): Page {
  const page = useContext(PageContext);
  if (page === undefined) throw new Error('This part stands outside of the page.');
  return page;
}

/** The name to show for a user id. */
export function nameOf({ workspace }: Snapshot, id: string): string {
  if (id === workspace.bot.userId) return workspace.bot.name;
  if (id === 'slackbot') return 'Slackbot';
  return workspace.people.find((one) => one.id === id)?.realName ?? id;
}
