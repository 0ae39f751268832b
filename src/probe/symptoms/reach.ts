/** The way to the address: refused by the guard, not found by name, not reached by TCP. */
import { haltSymptom } from '../reading/halt.js';

const AGAIN = 'Probe again afterwards.';

export const reach = haltSymptom(
  'reach',
  [
    'target-refused',
    'dns-not-found',
    'dns-timeout',
    'dns-failed',
    'tcp-refused',
    'tcp-timeout',
    'tcp-reset',
    'no-route',
  ],
  {
    'target-refused': {
      text: 'I probe the addresses of known services only, and this is none that I may connect to. Nothing was sent.',
      fix: [
        'operator',
        'Add the service to the configuration, or the host or range to probe.allow',
        'Give the address as https://HOST/PATH. Private addresses stay refused unless they stand in probe.allow.',
      ],
    },
    'dns-not-found': {
      text: '% does not exist, or has no address.',
      fix: [
        'owner',
        'Correct the name, or its DNS record',
        'A new record is seen at once; a missing one may be remembered for some minutes.',
      ],
    },
    'dns-timeout': {
      text: 'No name server answered for % in time.',
      fix: ['operator', 'Look at the resolver of the machine iap-doctor runs on', AGAIN],
    },
    'dns-failed': {
      text: 'The name servers answer with an error for %.',
      fix: ['owner', 'Look at the zone\u2019s own servers; often it is DNSSEC', AGAIN],
    },
    'tcp-refused': {
      text: 'Nobody listens at that port of %.',
      fix: ['owner', 'Check the port, and whether the load balancer has a frontend there', AGAIN],
    },
    'tcp-timeout': {
      text: '% does not answer: the first packet got no reply.',
      fix: ['owner', 'Look at the firewall on the way, and at the address', AGAIN],
    },
    'tcp-reset': {
      text: '% closes the connection as soon as it is open.',
      fix: ['owner', 'Look for a proxy or firewall that ends connections, or a listener that is full', AGAIN],
    },
    'no-route': {
      text: 'There is no way from here to %.',
      fix: [
        'operator',
        'Look at the routing here; often an IPv6 address is tried where there is no IPv6',
        AGAIN,
      ],
    },
  },
  [
    {
      code: 'dns-not-found',
      sureness: 'certain',
      pattern: /\bDNS_PROBE_FINISHED_NXDOMAIN\b|\bgetaddrinfo ENOTFOUND\b/,
    },
    {
      code: 'tcp-refused',
      sureness: 'certain',
      pattern: /\bERR_CONNECTION_REFUSED\b|\bconnect ECONNREFUSED\b/,
    },
    {
      code: 'tcp-timeout',
      sureness: 'certain',
      pattern: /\bERR_CONNECTION_TIMED_OUT\b|\bconnect ETIMEDOUT\b/,
    },
  ],
);
