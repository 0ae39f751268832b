/** The rules of sharing a read that cannot be seen from outside the cache. */
import { expect, it } from 'vitest';
import { createFlights, type Outcome } from '../../src/store/flights.js';
import { createKeys } from '../../src/store/keys.js';
import type { FactRequest } from '../../src/store/ports.js';
import { FakeGoogle, found, KEY, reviveFact, strict } from '../support/fact-asking.js';

const key = createKeys('1', 'me@acme.test')(KEY);
const request = (fresh: boolean): FactRequest<unknown> => ({
  key: KEY,
  lifetime: strict,
  revive: reviveFact,
  load: new FakeGoogle().load,
  fresh,
  signal: new AbortController().signal,
});

it('gives no stored copy to one who wants none and came aboard when it had just been found', async () => {
  const outcomes: Outcome[] = [
    { look: found(1), at: 0, cached: true },
    { look: found(2), at: 1, cached: false },
  ];
  const flights = createFlights(
    async () => outcomes.shift() ?? { look: found(3), at: 2, cached: false },
    () => 0,
  );
  const [content, insisting] = await Promise.all([
    flights.join(key, request(false)),
    flights.join(key, request(true)),
  ]);
  expect(content?.look).toEqual(found(1));
  expect(insisting?.look).toEqual(found(2));
});
