/** One switch: on and off where it has two positions, a menu where it has more. */
import { useId, useState } from 'react';
import type { Switch } from '../../web/protocol.js';
import { usePage } from '../data/page-context.js';

export function SwitchRow({ one }: { readonly one: Switch }) {
  const { send } = usePage();
  const [flipping, setFlipping] = useState(false);
  const labelId = useId();
  const { positions, position } = one;
  const flip = (to: string | undefined): void => {
    if (to === undefined || to === position) return;
    setFlipping(true);
    void send({ type: 'flip', switch: one.id, position: to }).finally(() => setFlipping(false));
  };
  const now = positions.find(({ id }) => id === position);
  // The first position is the one in which things are as they should be.
  const [on, off] = positions;
  const two = positions.length === 2;
  return (
    <div className="switch-row" data-flipped={position !== one.rest} aria-busy={flipping}>
      <span id={labelId} className="switch-label">
        {one.label}
        {one.disabled === undefined ? null : <small>{one.disabled}</small>}
      </span>
      {two ? (
        <>
          <span className="switch-position">{now?.label}</span>
          <button
            id={`switch-${one.id}`}
            type="button"
            role="switch"
            className="toggle"
            aria-labelledby={labelId}
            aria-checked={position === on?.id}
            title={`Now: ${now?.label ?? position}`}
            disabled={one.disabled !== undefined || flipping}
            onClick={() => flip(position === on?.id ? off?.id : on?.id)}
          />
        </>
      ) : (
        <select
          id={`switch-${one.id}`}
          aria-labelledby={labelId}
          value={position}
          disabled={one.disabled !== undefined || flipping}
          onChange={(event) => flip(event.target.value)}
        >
          {positions.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}
