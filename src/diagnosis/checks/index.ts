/** Every check, in the order in which findings are shown. A new one is one file and one line here. */
import type { Check } from '../check.js';
import { account } from './account.js';
import { allow } from './allow.js';
import { boundary } from './boundary.js';
import { deny } from './deny.js';
import { elsewhere } from './elsewhere.js';
import { propagation } from './propagation.js';
import { removed } from './removed.js';
import { runInvoker } from './run-invoker.js';
import { secondOpinion } from './second-opinion.js';
import { wider } from './wider.js';

export const checks: readonly Check[] = [
  account,
  boundary,
  deny,
  removed,
  allow,
  runInvoker,
  elsewhere,
  propagation,
  wider,
  secondOpinion,
];
