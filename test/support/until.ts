/** Waiting for something to come true, with a bound. */

/** Asks again and again until the answer is true; fails with the description after the bound in milliseconds. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  boundMs = 10_000,
): Promise<void> {
  const end = performance.now() + boundMs;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`not within ${boundMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
