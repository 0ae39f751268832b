/** The order of fields in `changes --json` (`contract.md` §5); fields beyond the contract follow its own. */

type Shape = readonly (string | readonly [string, Shape])[];

export const CHANGE: Shape = [
  'at',
  'actor',
  'actorKind',
  'tool',
  'kind',
  'resource',
  'summary',
  ['deltas', ['action', 'role', 'member', 'condition']],
  ['effect', ['gained', 'lost', 'gainedCount', 'lostCount', 'complete']],
  'relation',
  'entry',
  'refusedAt',
  'entries',
  ['run', ['count', 'from', 'to']],
  ['services', ['name', 'gained', 'lost', 'narrowed', 'widened']],
];

export const CHANGES: Shape = [
  'schema',
  'id',
  ['window', ['from', 'to']],
  'subject',
  ['changes', CHANGE],
  ['folded', ['actor', 'count', 'gainedCount', 'lostCount', 'services']],
  'unreadable',
  ['blindSpots', ['code', 'what', 'needs']],
  ['samples', ['entry', 'at', 'service', 'method']],
  'elsewhere',
  'person',
  'place',
  'read',
  'readBackTo',
  ['denials', ['count', 'first', 'complete']],
  ['timeline', ['from', 'stepMs', 'denials', 'changes']],
  ['cost', ['calls', ['byApi', []], 'roundTrips', 'ms']],
  'oldestFactAt',
];
