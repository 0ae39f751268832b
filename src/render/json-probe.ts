/** The order of fields in `probe --json` (`contract.md` §4); fields beyond the contract follow its own. */

type Shape = readonly (string | readonly [string, Shape])[];

const CAUSE: Shape = [
  'code',
  'check',
  'text',
  'adminText',
  'sureness',
  ['competing', ['code', 'text', 'check']],
];

export const PROBE: Shape = [
  'schema',
  'id',
  ['where', ['name', 'url', 'grpc', 'resource']],
  'verdict',
  'failedStage',
  'answeredBy',
  ['cause', CAUSE],
  ['also', CAUSE],
  [
    'findings',
    [
      'check',
      'verdict',
      'code',
      'text',
      'adminText',
      ['evidence', ['source', 'resource', 'readAt', 'cached']],
    ],
  ],
  ['stages', ['stage', 'ok', 'ms', ['facts', []]]],
  ['http', ['status', ['headers', []], 'body', ['trailers', []], 'protocol']],
  [
    'grpc',
    [
      ...['status', 'name', 'details', 'httpStatus', 'clientWouldSee', 'method'],
      ['otherClients', ['client', 'line', 'sureness']],
      ...['shape', 'note', 'health', 'pushbackMs', 'services', 'suggestions'],
      ['errorDetails', ['kind', 'reason', 'domain', ['metadata', []], 'delayMs', 'type']],
    ],
  ],
  [
    'token',
    [
      ...['kind', 'aud', 'expectedAud', 'email', 'expiresAt', 'scopes'],
      ...['readAs', 'origin', 'header', 'iss', 'issuedAt', 'oddities', 'expectedAudFrom'],
    ],
  ],
  [
    'stream',
    [
      ...['keepalive', 'wantedMs', 'heldMs', 'messages', 'end', 'firstMessageMs', 'idleMs'],
      ...['method', 'note', 'clientWouldSee'],
    ],
  ],
  ['direct', ['url', 'status', 'same', 'text']],
  ['backendJwt', ['test', 'accepted', 'ok', 'status', 'why']],
  [
    'latency',
    [
      ...['count', 'p50', 'p90', 'p99', 'connectP50'],
      ...['withoutIapP50', 'withoutIapP90', 'withoutIapP99', 'failures', 'samples'],
    ],
  ],
  ['fixes', ['title', 'for', 'overgrant', 'gcloud', 'terraform', 'console', 'then']],
  ['blindSpots', ['code', 'what', 'needs']],
  'ms',
];
