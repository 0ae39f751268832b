/** Connects the features to Bolt: events are accepted before Slack is told so, everything else is acknowledged at once. */
import { App, type webApi } from '@slack/bolt';
import { answerCommand } from './asking/command.js';
import type { Desk, Feature, FieldMistakes, Handler } from './desk.js';
import { boltLogger, whatWentWrong } from './log.js';
import { clickOf, commandOf, eventOf, type Submission, shortcutOf, submissionOf } from './payloads.js';
import type { Transport } from './transport/transport.js';
import { within } from './within.js';

/** Slack waits three seconds for an acknowledgement and then delivers again. */
const ACCEPT_MS = 2_000;
const CHECK_MS = 1_000;

/** Builds the Bolt app on the transport's receiver. */
export function connect(
  transport: Transport,
  features: readonly Feature[],
  desk: Desk,
  botToken: string,
  calls: webApi.WebClientOptions,
): void {
  const { log } = desk;
  const { botId, botUserId } = desk.workspace;
  const app = new App({
    receiver: transport.receiver,
    // Known since the start: no call to Slack stands between a command and its acknowledgement.
    authorize: async () => ({
      botToken,
      ...(botId === undefined ? {} : { botId }),
      ...(botUserId === undefined ? {} : { botUserId }),
    }),
    clientOptions: calls,
    convoStore: false,
    logger: boltLogger(log),
  });
  acceptFirst(app, features, desk);

  /** Runs the handlers of one id; an id nobody has taken is a button that only leads somewhere. */
  const run = <T>(what: string, of: (feature: Feature) => Handler<T> | undefined, given: T): void => {
    for (const feature of features) {
      const handler = of(feature);
      if (handler) desk.follow(`${what} of ${feature.name}`, handler(given, desk));
    }
  };
  const acknowledged = async (ack: () => Promise<unknown>): Promise<void> => {
    try {
      await ack();
    } catch (error) {
      // The socket may go away at this very moment; the answer does not need it.
      log.warn({ error: whatWentWrong(error) }, 'Slack could not be told that something arrived');
    }
  };

  // Whatever the app calls its command (`/iap`, `/iap-staging`), it is answered.
  app.command(/^/, async ({ ack, command }) => {
    await acknowledged(() => ack());
    const read = commandOf(command);
    if (read === undefined) log.warn({}, 'A command came without a person');
    else desk.follow('a command', answerCommand(read, desk));
  });
  // Slack reports clicks on link buttons too, and shows an error by the button unless somebody takes them.
  app.action(/.*/, async ({ ack, action, body }) => {
    await acknowledged(() => ack());
    const click = clickOf(action, body);
    if (click) run('a click', (feature) => own(feature.actions, click.actionId), click);
  });
  app.shortcut(/.*/, async ({ ack, body }) => {
    await acknowledged(() => ack());
    const shortcut = shortcutOf(body);
    if (shortcut) run('a shortcut', (feature) => own(feature.shortcuts, shortcut.callbackId), shortcut);
  });
  app.view(/.*/, async ({ ack, body }) => {
    const submission = submissionOf(body);
    const errors = submission && (await mistakesIn(submission, features, desk));
    await acknowledged(() =>
      errors === undefined ? ack() : ack({ response_action: 'errors', errors: { ...errors } }),
    );
    if (submission && errors === undefined)
      run('a modal', (feature) => own(feature.submissions, submission.callbackId), submission);
  });
  app.error(async (error) => log.error({ error: whatWentWrong(error) }, 'Bolt could not handle a request'));
}

/** What the features have against a modal's fields. It stays open for that, and Slack waits three seconds to be told. */
async function mistakesIn(
  submission: Submission,
  features: readonly Feature[],
  desk: Desk,
): Promise<FieldMistakes> {
  const checks = features.flatMap(({ checks }) => own(checks, submission.callbackId) ?? []);
  try {
    const found = await within(CHECK_MS, Promise.all(checks.map((check) => check(submission, desk))), []);
    return found.find((mistakes) => mistakes !== undefined);
  } catch (error) {
    desk.log.error({ error: whatWentWrong(error) }, 'A modal could not be checked');
    return undefined;
  }
}

/** A value of the object itself, so that no id reaches what every object inherits. */
const own = <T>(values: Readonly<Record<string, T>> | undefined, key: string): T | undefined =>
  values !== undefined && Object.hasOwn(values, key) ? values[key] : undefined;

/**
 * Bolt acknowledges an event before it tells anybody of it, so a process killed in that moment would lose it. Here
 * whoever wants the event has accepted it first; a failure leaves it unacknowledged, and Slack delivers it again.
 */
function acceptFirst(app: App, features: readonly Feature[], desk: Desk): void {
  const onwards = alwaysTold(app, desk);
  app.processEvent = async (received) => {
    const event = eventOf(received.body);
    if (event === undefined) return onwards(received);
    const late = Symbol('late');
    const accepting = Promise.all(
      features.map((feature) => own(feature.events, event.type)?.(event, desk) ?? Promise.resolve()),
    );
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<typeof late>((resolve) => {
      timer = setTimeout(() => resolve(late), ACCEPT_MS);
    });
    try {
      const outcome = await Promise.race([accepting, limit]);
      if (outcome === late) throw new Error(`not accepted within ${ACCEPT_MS} ms`);
    } catch (error) {
      accepting.catch(() => undefined);
      desk.log.error(
        { type: event.type, event: event.eventId, error: whatWentWrong(error) },
        'An event was not accepted; Slack will deliver it again',
      );
      throw error;
    } finally {
      clearTimeout(timer);
    }
    return onwards(received);
  };
}

type Received = Parameters<App['processEvent']>[0];

/**
 * Bolt leaves what it does not know (`app_rate_limited`, `view_closed`) to a time-out, and throws at odd fields that
 * are accepted already. Slack is told of both that they arrived: delivered again they would be the same.
 */
function alwaysTold(app: App, { log }: Desk): (received: Received) => Promise<void> {
  const bolt = app.processEvent.bind(app);
  return async (received) => {
    let told = false;
    const ack: Received['ack'] = async (answer) => {
      told = true;
      await received.ack(answer);
    };
    try {
      await bolt({ ...received, ack });
    } catch (error) {
      if (told) throw error;
      log.warn({ error: whatWentWrong(error) }, 'Bolt could not read what Slack sent');
    }
    if (!told) await received.ack();
  };
}
