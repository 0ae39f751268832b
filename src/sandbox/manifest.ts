/** What the Slack app of the sandbox may do and hears: read from the manifest that real workspaces get. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

export interface AppManifest {
  readonly commands: readonly string[];
  /** `message`: in the menu of a message; `global`: in the menu beside the message box. */
  readonly shortcuts: readonly {
    readonly callbackId: string;
    readonly name: string;
    readonly type: 'message' | 'global';
  }[];
  readonly scopes: readonly string[];
  readonly events: readonly string[];
}

const schema = z.object({
  features: z.object({
    slash_commands: z.array(z.object({ command: z.string() })).default([]),
    shortcuts: z
      .array(z.object({ name: z.string(), type: z.enum(['message', 'global']), callback_id: z.string() }))
      .default([]),
  }),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
  settings: z.object({
    event_subscriptions: z.object({ bot_events: z.array(z.string()).default([]) }).optional(),
  }),
});

/** The folder of the product: the nearest one above this file that has the manifest. */
export function productRoot(from: string = import.meta.dirname): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'manifest.yml'))) return folder;
    if (folder === dirname(folder)) throw new Error('manifest.yml is missing: the product is not complete.');
  }
}

export function readManifest(file = join(productRoot(), 'manifest.yml')): AppManifest {
  const { features, oauth_config, settings } = schema.parse(parse(readFileSync(file, 'utf8')));
  return {
    commands: features.slash_commands.map(({ command }) => command),
    shortcuts: features.shortcuts.map(({ callback_id, ...rest }) => ({ ...rest, callbackId: callback_id })),
    scopes: oauth_config.scopes.bot,
    events: settings.event_subscriptions?.bot_events ?? [],
  };
}
