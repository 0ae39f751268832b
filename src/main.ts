/** The Slack bot: reads the configuration, connects everything, and stops without losing an answer. */
import { createAsk } from '../commands/ask.js';
import { assemble, assembleShared, systemClock } from './assemble.js';
import type { Config, Environment } from './config.js';
import { formatMistakes, loadConfig } from './config-load.js';
import { isMemberOf } from './diagnosis/facts/is-member.js';
import { membersOf } from './diagnosis/facts/members-of.js';
import { placesBehindIap } from './diagnosis/places/behind-iap.js';
import type { Google } from './google/ports.js';
import { createLog, endOnDefects, type Log } from './log.js';
import { openMetrics, openOperations } from './operations.js';
import { newReference } from './reference.js';
import { renderBlocks, renderEvidence } from './render/blocks.js';
import { type Slack, SlackStartError, startSlack } from './slack/index.js';
import type { FactCache } from './store/ports.js';

export interface Bot {
  readonly slack: Slack;
  readonly stop: () => Promise<void>;
}

/** Starts the bot with a checked configuration; rejects with a `SlackStartError` when Slack cannot be reached. */
export async function openBot(config: Config, environment: Environment, logger: Log): Promise<Bot> {
  const metrics = openMetrics();
  const { app, google, cache, close } = await assemble(config, environment, logger, metrics);
  const shared = await assembleShared(environment, logger, config.slack.hourlyBudget);
  const operations = openOperations({ ...shared, metrics, cache, clock: systemClock, log: logger });
  const ask = createAsk({ ...app, bot: operations.look }, (reference, error) =>
    logger.error({ reference, err: error }, 'a question failed'),
  );
  const slack = await startSlack({
    ask,
    environment,
    config,
    render: (answer, audience, about, timeZone, buttons) =>
      renderBlocks(answer, audience, {
        about,
        now: new Date(),
        seed: newReference(),
        ...(buttons === undefined ? {} : { buttons }),
        ...(timeZone === undefined ? {} : { timeZone }),
      }),
    renderEvidence: (answer, audience, about, timeZone) =>
      renderEvidence(answer, audience, {
        about,
        now: new Date(),
        seed: newReference(),
        ...(timeZone === undefined ? {} : { timeZone }),
      }),
    logger,
    clock: systemClock,
    ...shared,
    openJobs: operations.openJobs,
    openOutbox: operations.openOutbox,
    heard: operations.heard,
    operations: operations.forSlack,
    newReference,
    isInGroup: groupCheck(google, cache),
    membersOf: (group, signal) => membersOf({ google, cache, clock: systemClock, signal }, group),
    listPlaces: (signal) => placesBehindIap({ google, cache, clock: systemClock, signal }, config),
  });
  operations.started(slack);
  return {
    slack,
    stop: async () => {
      await slack.stop();
      await operations.settled();
      await shared.close();
      await close();
    },
  };
}

/** Who is an administrator is asked through the same cached facts as every question. */
function groupCheck(google: Google, cache: FactCache) {
  return (
    person: Parameters<typeof isMemberOf>[1],
    group: Parameters<typeof isMemberOf>[2],
    signal: AbortSignal,
  ) => isMemberOf({ google, cache, clock: systemClock, signal }, person, group);
}

/** `iap-doctor start`: runs until it is told to stop. Returns the exit code. */
export async function startBot(words: readonly string[]): Promise<number> {
  const flag = words.indexOf('--config');
  const file = flag < 0 ? undefined : words[flag + 1];
  const loaded = loadConfig({ file, env: process.env });
  if (!loaded.ok) {
    process.stderr.write(`${formatMistakes(loaded.mistakes)}\n`);
    return 2;
  }
  const logger = createLog(loaded.environment.logLevel);
  endOnDefects(logger);
  // From the start on: the first process of a container is not ended by a signal that nobody listens to.
  const told = new Promise<string>((resolve) => {
    for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => resolve(name));
  });
  let started = false;
  void told.then((signal) => {
    if (started) return;
    logger.info({ signal }, 'stopping before having started');
    process.exit(0);
  });
  try {
    const bot = await openBot(loaded.config, loaded.environment, logger);
    started = true;
    logger.info({ mode: bot.slack.mode, port: bot.slack.port }, 'iap-doctor is ready');
    const signal = await told;
    logger.info({ signal }, 'stopping');
    await bot.stop();
    return 0;
  } catch (error) {
    // What whoever runs the bot can mend is said in words; only a defect needs its stack.
    if (error instanceof SlackStartError) {
      const { code, remedy } = error;
      logger.error({ code, remedy }, `iap-doctor could not start: ${error.message} ${remedy}`);
    } else logger.error({ err: error }, 'iap-doctor could not start');
    return 2;
  }
}
