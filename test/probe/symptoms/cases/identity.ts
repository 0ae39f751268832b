/** Rows about the identity: IAP knows who it is and does not let them in. */
import { iap, observe, orders } from '../build.js';
import { access, blocked, type Case, DENIED } from './case.js';

export const identityCases: readonly Case[] = [
  { name: 'row 11', seen: observe({ reply: DENIED }), is: blocked('not-authorized') },
  {
    name: 'row 11 with a brand',
    seen: observe({ reply: iap(403, 'Acme Inc: Access denied. For user ana@acme.test.') }),
    is: blocked('not-authorized'),
  },
  {
    name: 'row 11 over gRPC',
    seen: observe({ target: orders, reply: DENIED }),
    is: blocked('not-authorized'),
    also: ['grpc-hides-403'],
  },
  {
    name: 'row 12',
    seen: observe({ reply: iap(403, "<html><head><title>You don't have access</title></head></html>") }),
    is: blocked('not-authorized'),
  },
  {
    name: 'row 12, another page with the mark',
    seen: observe({ reply: iap(403, '<html><body>403</body></html>') }),
    is: blocked('not-authorized'),
  },
  {
    name: 'row 13',
    seen: observe({ reply: DENIED, around: access('access-level-ip') }),
    is: blocked('access-level-unmet'),
  },
  {
    name: 'row 14',
    seen: observe({ reply: DENIED, around: access('deny-policy') }),
    is: blocked('deny-policy'),
  },
  {
    name: 'row 15',
    seen: observe({ reply: DENIED, around: access('change-propagating', 'allowed') }),
    is: blocked('change-propagating'),
  },
  {
    name: 'row 16',
    seen: observe({ reply: DENIED, around: access('outside-domain') }),
    is: blocked('domain-excludes-service-accounts'),
  },
  {
    name: 'row 11 with another cause that why knows',
    seen: observe({ reply: DENIED, around: access('not-in-group') }),
    is: blocked('not-authorized'),
    also: ['not-in-group'],
  },
  {
    name: 'row 11 against why',
    seen: observe({ reply: DENIED, around: access(null, 'allowed') }),
    is: blocked('not-authorized'),
    notes: ['change-propagating'],
  },
];
