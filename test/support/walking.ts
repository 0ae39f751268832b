/** Walks to a server of a test under the name `dash.acme.test`, as a probe would. */

import { type Walked, type WalkInput, walk } from '../../src/probe/walk.js';
import { startDeadline } from '../../src/probe/wire/deadline.js';
import { browserGet } from '../../src/probe/wire/requests.js';
import { type Authority, createAuthority, type Leaf } from '../../src/sandbox/front/certificates.js';

export const HOST = 'dash.acme.test';

let made: Promise<{ readonly authority: Authority; readonly leaf: Leaf }> | undefined;

/** An authority the walk trusts, and a sound certificate for {@link HOST}; made once for each file of tests. */
export function certified(): Promise<{ readonly authority: Authority; readonly leaf: Leaf }> {
  made ??= createAuthority().then(async (authority) => ({
    authority,
    leaf: await authority.issue({ hosts: [HOST, '127.0.0.1'] }),
  }));
  return made;
}

export interface Took extends Walked {
  /** Milliseconds of the whole walk. */
  readonly took: number;
}

/** `scheme` and `port` make the address; `timeoutMs` is five seconds when left out. Closes nothing. */
export async function walkTo(
  scheme: 'http' | 'https',
  port: number,
  more: Partial<Omit<WalkInput, 'deadline'>> & { readonly timeoutMs?: number } = {},
): Promise<Took> {
  const { authority } = await certified();
  const { timeoutMs = 5_000, ...input } = more;
  const deadline = startDeadline(timeoutMs);
  const begun = performance.now();
  const walked = await walk({
    url: `${scheme}://${HOST}:${port}/`,
    rules: {
      known: [`${scheme}://${HOST}:${port}`],
      allow: ['127.0.0.0/8'],
      connectTo: { [HOST]: `127.0.0.1:${port}` },
    },
    deadline,
    trust: [authority.caPem],
    need: 'any',
    request: browserGet(),
    now: Date.now,
    ...input,
  });
  const took = performance.now() - begun;
  return Object.assign(walked, { took });
}
