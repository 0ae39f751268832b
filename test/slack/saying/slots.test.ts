/** So many at once, in order, and a failure gives its place back. */
import { expect, it } from 'vitest';
import { createSlots } from '../../../src/slack/saying/slots.js';

it('runs no more than allowed at once, in the order of arrival, failures included', async () => {
  const slots = createSlots(2);
  const order: number[] = [];
  let running = 0;
  let most = 0;
  const work = (n: number) =>
    slots.run(async () => {
      most = Math.max(most, ++running);
      order.push(n);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      if (n % 3 === 0) throw new Error('no');
    });
  await Promise.allSettled(Array.from({ length: 20 }, (_, n) => work(n)));
  expect(most).toBe(2);
  expect(order).toEqual(Array.from({ length: 20 }, (_, n) => n));
  expect(await slots.run(async () => 'free')).toBe('free');
});
