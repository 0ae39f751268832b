/** Dials several addresses of this computer under one name, each with its own port, with a proper pass of the guard. */

import { writePass } from '../../src/probe/guard/cleared.js';
import { guardName } from '../../src/probe/guard/guard.js';
import { type Dialled, dial } from '../../src/probe/wire/dial.js';

/** The guard writes one port for all addresses, so the pass is copied from its own and written again. */
export function dialTo(
  addresses: readonly { readonly address: string; readonly port: number }[],
): Promise<Dialled> {
  const decision = guardName('http://a.localhost/', { known: [], allow: ['a.localhost'], connectTo: {} });
  if (decision.kind !== 'cleared') throw new Error(decision.kind);
  const pass = writePass({
    ...decision.pass,
    addresses: addresses.map((one) => ({ ...one, family: 4 as const })),
  });
  return dial(pass, AbortSignal.timeout(5_000));
}
