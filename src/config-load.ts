/** Reads `iap-doctor.yaml` and the environment, and reports every mistake at once. */
import { accessSync, constants } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { duplicateNames } from './config/duplicates.js';
import { readEnvironment } from './config/environment.js';
import { fromIssue } from './config/mistakes.js';
import { schema } from './config/schema.js';
import { fileToRead, readSource, type Source } from './config/source.js';
import type { Config, ConfigMistake, ConfigResult } from './config.js';

export { formatMistakes } from './config/mistakes.js';

type FileResult = { readonly config: Config | undefined; readonly mistakes: readonly ConfigMistake[] };

/**
 * The configuration from `file`, else `IAP_DOCTOR_CONFIG`, else `./iap-doctor.yaml` if there is one, else empty; with
 * the environment. Never throws: everything that is wrong comes back together, the file's mistakes by line.
 */
export function loadConfig(options: {
  readonly file: string | undefined;
  readonly env: NodeJS.ProcessEnv;
}): ConfigResult {
  const file = fileToRead(options.file, options.env);
  const read = file === undefined ? ({ ok: true, source: undefined } as const) : readSource(file);
  const fromFile: FileResult = read.ok
    ? readConfig(read.source)
    : { config: undefined, mistakes: read.mistakes };
  const { environment, mistakes } = readEnvironment(options.env);
  const all = [...fromFile.mistakes, ...mistakes];
  return fromFile.config && all.length === 0
    ? { ok: true, config: fromFile.config, environment }
    : { ok: false, mistakes: all };
}

function readConfig(source: Source | undefined): FileResult {
  const parsed = schema.safeParse(source?.data ?? {});
  const mistakes = source
    ? [
        ...(parsed.error?.issues ?? []).flatMap((issue) => fromIssue(source, issue)),
        ...duplicateNames(source),
      ]
    : [];
  const caFile = source && namedCa(source);
  if (caFile !== undefined && source && !isReadable(caFile))
    mistakes.push({
      file: source.file,
      line: source.lineOf(['probe', 'ca']),
      path: 'probe.ca',
      message: 'this file cannot be read',
      expected: 'a readable file of PEM certificates, its path relative to the configuration file',
    });
  const sorted = mistakes.sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  if (!parsed.success) return { config: undefined, mistakes: sorted };
  const { organization, projects, services, slack, probe, automation } = parsed.data;
  return {
    mistakes: sorted,
    config: {
      organization,
      projects,
      services,
      slack: {
        channels: slack?.channels ?? [],
        admins: slack?.admins ?? [],
        replyDelayMs: slack?.replyDelay ?? 0,
        dryRun: slack?.dryRun,
        hourlyBudget: slack?.hourlyBudget,
        incidentAfter: slack?.incidentAfter,
      },
      probe: {
        allow: probe?.allow ?? [],
        connectTo: probe?.connectTo ?? {},
        accounts: probe?.accounts ?? [],
        ca: caFile,
      },
      automation,
    },
  };
}

/** The file of certificates by its whole path, whatever else is wrong in the file. */
function namedCa(source: Source): string | undefined {
  const ca = z.object({ probe: z.object({ ca: z.string() }) }).safeParse(source.data).data?.probe.ca;
  return ca && resolve(dirname(source.file), ca);
}

function isReadable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
