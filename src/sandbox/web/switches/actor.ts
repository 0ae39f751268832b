/** Who turns the switches: in the audit log somebody has to have done it. */
import type { ChangeMeta } from '../../google/change.js';

/** An administrator in the Cloud console; the moment is the world's own. */
export const byHand: ChangeMeta = {
  by: {
    email: 'bob@acme.test',
    ip: '203.0.113.5',
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36,gzip(gfe)',
  },
};
