/** Incident mode: when many people are stopped at one service by one thing, one message per channel for all of them. */
import type { Feature } from '../../desk.js';
import { showDetails } from './details.js';
import { INCIDENT, startIncidents } from './job.js';
import { DETAILS } from './words.js';

export { joinedNow, joinIncident } from './join.js';

export const incident: Feature = {
  name: 'incident',
  actions: { [DETAILS]: showDetails },
  kinds: [INCIDENT],
  start: startIncidents,
};
