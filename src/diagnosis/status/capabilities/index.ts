/** Everything the bot needs to see, each with one cheap real look, in the order in which it is told. */
import { people } from './people.js';
import { policies } from './policies.js';
import { probing } from './probing.js';
import type { CapabilitySpec } from './spec.js';
import { surroundings } from './surroundings.js';

export const capabilities: readonly CapabilitySpec[] = [...policies, ...people, ...surroundings, ...probing];
