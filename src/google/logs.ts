/** Cloud Logging: entries, newest first (logging.googleapis.com v2). */
import { z } from 'zod';
import { asker } from './api.js';
import type { Client } from './client.js';
import { pageOf } from './fields.js';
import { lazy } from './lazy.js';
import type { LogsPort, RawLogEntry } from './ports.js';

const v2 = lazy(async () => {
  const { logging_v2 } = await import('googleapis/build/src/apis/logging/v2.js');
  return new logging_v2.Logging({});
});

/** An entry that is not even an object stays in its place, empty, so that its reader can count it as unreadable. */
const entry: z.ZodType<RawLogEntry> = z.record(z.string(), z.unknown()).catch({});
const entries = pageOf('entries', entry);

/** The most that one page may hold (Logging, `ListLogEntriesRequest.pageSize`). */
const PAGE_SIZE = 1000;

export function logsPort(client: Client): LogsPort {
  const api = asker(client, 'logging');
  return {
    entries: async ({ resourceNames, filter, limit }, call) => {
      const resource = `entries:list ${resourceNames.join(' ')}`;
      if (limit <= 0) return { ok: true, value: [] };
      const fixed = { resourceNames: [...resourceNames], filter, orderBy: 'timestamp desc' };
      const send: Parameters<typeof api.list>[3] = async (options, page) =>
        (await v2()).entries.list(
          { requestBody: { ...fixed, pageSize: Math.min(limit, PAGE_SIZE), ...page } },
          options,
        );
      return api.list(resource, call, entries, send, limit);
    },
  };
}
