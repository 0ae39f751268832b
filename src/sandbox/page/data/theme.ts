/** Light or dark: as the system has it, until the reader chooses. */
import { useEffect, useSyncExternalStore } from 'react';

export type Choice = 'system' | 'light' | 'dark';

const KEY = 'iap-doctor-theme';
const system = (): MediaQueryList => matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

/** Where storage is forbidden, the choice lasts as long as the page. */
let chosen: Choice = read();

function read(): Choice {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === 'light' || kept === 'dark' ? kept : 'system';
  } catch {
    return 'system';
  }
}

function subscribe(changed: () => void): () => void {
  const media = system();
  listeners.add(changed);
  media.addEventListener('change', changed);
  return () => {
    listeners.delete(changed);
    media.removeEventListener('change', changed);
  };
}

export function choose(next: Choice): void {
  chosen = next;
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // It holds until the page is left.
  }
  for (const changed of listeners) changed();
}

/** The choice, and what it comes to. Sets the colours of the whole document. */
export function useTheme(): { readonly choice: Choice; readonly theme: 'light' | 'dark' } {
  const choice = useSyncExternalStore(subscribe, () => chosen);
  const dark = useSyncExternalStore(subscribe, () => system().matches);
  const theme = choice === 'system' ? (dark ? 'dark' : 'light') : choice;
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  return { choice, theme };
}
