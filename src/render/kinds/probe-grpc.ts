/** What a gRPC server said beside its status: a pause it asks for, reasons, why something was not called. */
import type { ProbeReport } from '../../probe/report.js';
import type { Item, Part } from '../outline-types.js';
import { prose, sentence } from '../spans.js';
import { took } from './probe-stages.js';

type Seen = NonNullable<ProbeReport['grpc']>;
type Detail = NonNullable<Seen['errorDetails']>[number];

const MOST = 5;

function detailWords(detail: Detail): string {
  switch (detail.kind) {
    case 'error-info': {
      const about = Object.entries(detail.metadata).map(([name, value]) => `${name}: ${value}`);
      const of = detail.domain === '' ? '' : ` of ${detail.domain}`;
      const more = about.length === 0 ? '' : ` (${about.join(', ')})`;
      return `the server gives the reason ${detail.reason}${of}${more}`;
    }
    case 'retry-info':
      return `the server asks for a pause of ${took(detail.delayMs)} before the next try`;
    case 'other':
      return `the server sent details of the kind ${detail.type}`;
  }
}

function pushbackWords(ms: number): string {
  return ms < 0
    ? 'the server asks clients not to try again (grpc-retry-pushback-ms)'
    : `the server asks clients to try again after ${took(ms)} (grpc-retry-pushback-ms)`;
}

/** What there is, where no single method could be named as the one that was meant. */
function served({ services, suggestions }: Seen): string[] {
  if (services === undefined || suggestions !== undefined) return [];
  if (services.length === 0) return ['the server lists no service at all'];
  const more = services.length > MOST ? ` and ${services.length - MOST} more` : '';
  return [`the server serves ${services.slice(0, MOST).join(', ')}${more}`];
}

/** Nothing where the server said no more than its status. */
export function grpcPart({ grpc, stream }: ProbeReport): Part[] {
  if (grpc === null) return [];
  // That a call was left open, or not made, is of no interest once streams have been held.
  const note = grpc.status === null && stream.length > 0 ? undefined : grpc.note;
  const words = [
    ...(note === undefined ? [] : [note]),
    ...served(grpc),
    ...(grpc.pushbackMs === undefined ? [] : [pushbackWords(grpc.pushbackMs)]),
    ...(grpc.errorDetails ?? []).slice(0, MOST).map(detailWords),
  ];
  const items = words.map((text): Item => ({ line: prose(sentence(text)) }));
  const [only] = items;
  if (only === undefined) return [];
  const head = { key: 'details', label: 'gRPC' } as const;
  return items.length === 1 ? [{ ...head, ...only }] : [{ ...head, items }];
}
