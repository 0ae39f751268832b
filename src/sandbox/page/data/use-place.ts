/** The place one looks at, in step with the address. */
import { useCallback, useEffect, useState } from 'react';
import { hashOf, type Place, placeOf } from './place.js';

const START: Place = { as: 'maya', at: '', panel: 'switches', front: 'chat', wide: false, find: '' };

export function usePlace(): readonly [Place, (to: Partial<Place>) => void] {
  const [place, setPlace] = useState(() => placeOf(location.hash, START));
  useEffect(() => {
    const follow = (): void => setPlace(placeOf(location.hash, START));
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  const go = useCallback((to: Partial<Place>): void => {
    // The hash is what counts: `hashchange` brings it back here, and the browser's Back button too.
    const next = hashOf({ ...placeOf(location.hash, START), ...to });
    if (next === location.hash) return;
    // Typing into a field is no step that one would want to go back by.
    if (Object.keys(to).every((key) => key === 'find')) history.replaceState(null, '', next);
    else history.pushState(null, '', next);
    setPlace(placeOf(next, START));
  }, []);
  return [place, go];
}
