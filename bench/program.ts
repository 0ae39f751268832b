/** Where the built program is, for benchmarks that run it as others do: a process of its own, and no compiler in it. */
import { fileURLToPath } from 'node:url';

/** `npm run bench` builds it first; another one may be named. */
export const program =
  process.env.IAP_DOCTOR_PROGRAM ?? fileURLToPath(new URL('../dist/src/cli.js', import.meta.url));
