/** Bots with a desk each in front of one emulated Slack, and a company in which access can be taken and given back. */
import { randomUUID } from 'node:crypto';
import { webApi } from '@slack/bolt';
import type { Config } from '../../../../src/config.js';
import type { ChangesReport } from '../../../../src/diagnosis/changes/report.js';
import type { WhyReport } from '../../../../src/diagnosis/report.js';
import { silent } from '../../../../src/metrics/ports.js';
import type { ProbeReport } from '../../../../src/probe/report.js';
import type { Answer } from '../../../../src/render/answer.js';
import type { ChannelMessage, SlackEmulator } from '../../../../src/sandbox/slack/index.js';
import { createKeptAnswers } from '../../../../src/slack/asking/kept/answers.js';
import type { Desk, Heard } from '../../../../src/slack/desk.js';
import { incident, joinIncident } from '../../../../src/slack/features/incident/index.js';
import type { CauseChange, Hit, Joined } from '../../../../src/slack/features/thread-reply/hit.js';
import { SLACK_TIMES } from '../../../../src/slack/options.js';
import { createPeople } from '../../../../src/slack/people/people.js';
import { createComposers } from '../../../../src/slack/saying/composed.js';
import { plainMessage } from '../../../../src/slack/saying/message.js';
import { createSender } from '../../../../src/slack/saying/sender.js';
import { createSlots } from '../../../../src/slack/saying/slots.js';
import { createWayOut } from '../../../../src/slack/saying/way-out.js';
import { clientOptions, userInfo, whoAmI } from '../../../../src/slack/saying/web-client.js';
import { createMemoryOnce } from '../../../../src/store/memory.js';
import { createMemoryJobs } from '../../../../src/store/memory-jobs.js';
import { createMemoryNotes } from '../../../../src/store/memory-notes.js';
import { createMemoryOutbox } from '../../../../src/store/outbox.js';
import { createRedisJobs } from '../../../../src/store/redis-jobs.js';
import { createRedisNotes } from '../../../../src/store/redis-notes.js';
import { createRedisOutbox } from '../../../../src/store/redis-outbox.js';
import { denied } from '../../../render/fixtures.js';
import { configWith, email } from '../../bench.js';
import { probed } from '../thread-reply/reports.js';

export const HELP = 'C0HELP';
export const DESK = 'C0DESK';
export const OWNERS = 'C0OWNERS';
export const PERSON = Array.from({ length: 20 }, (_, n) => `U0P${String(n).padStart(2, '0')}`);
const MAIL = /^p(\d\d)@acme\.test$/;

const probeReport: ProbeReport = probed('orders', 'guarded');

const changesReport = (changes: ChangesReport['changes']): ChangesReport => ({
  schema: 'iap-doctor.changes/1',
  id: 'C0CC-0C0C',
  window: { from: '2026-11-22T13:00:00Z', to: '2026-11-22T15:00:00Z' },
  subject: null,
  person: null,
  place: null,
  changes,
  folded: [],
  unreadable: 0,
  samples: [],
  elsewhere: 0,
  blindSpots: [],
  read: true,
  readBackTo: null,
  denials: { count: 0, first: null, complete: true },
  timeline: { from: '2026-11-22T13:00:00Z', stepMs: 60_000, denials: [], changes: [] },
  cost: denied.cost,
  oldestFactAt: denied.oldestFactAt,
});

/** Who may not pass where, and what is broken; changed by the tests. */
export class Company {
  readonly stopped = new Map<string, { readonly people: Set<string>; readonly change: CauseChange }>();
  readonly broken = new Set<string>();
  /** Something on the way in cannot be seen. */
  blind = false;
  /** How many the logs say were hit. */
  reach: number | undefined;
  asked: { readonly words: readonly string[]; readonly who: string; readonly fresh: boolean }[] = [];

  take(service: string, people: readonly string[], change: Partial<CauseChange> = {}): CauseChange {
    const cause = {
      id: `entry-${service}`,
      kind: 'iap-policy',
      at: '2026-11-22T14:02:00Z',
      summary: 'hr-sync removed Zoe Quill and others',
      affected: undefined,
      complete: true,
      ...change,
    };
    this.stopped.set(service, { people: new Set(people), change: cause });
    return cause;
  }

  answer(words: readonly string[], who: string, fresh: boolean): Answer {
    this.asked.push({ words, who, fresh });
    const service = words.at(-1) ?? '';
    if (words[0] === 'changes') return { kind: 'changes', report: this.changes(words[1] ?? '') };
    if (words[0] === 'probe') return { kind: 'probe', report: this.probe(service) };
    return { kind: 'why', report: this.why(service, who) };
  }

  /** As the logs tell it: one line for all who were hit. */
  private changes(service: string): ChangesReport {
    const state = this.stopped.get(service);
    const [change] = denied.changes;
    if (state === undefined || change === undefined || this.reach === undefined) return changesReport([]);
    const effect = { ...change.effect, lostCount: this.reach, complete: true };
    const kind = state.change.kind ?? change.kind;
    const listed = { entries: 1, run: null, services: [], refusedAt: null, moreDeltas: 0 };
    return changesReport([
      { ...change, kind, effect, entry: state.change.id, at: state.change.at, ...listed },
    ]);
  }

  private why(service: string, who: string): WhyReport {
    const state = this.stopped.get(service);
    const base = { ...denied, where: { ...denied.where, name: service } };
    const person = { asked: 'me', email: who, kind: 'user' as const };
    const user = `U0P${MAIL.exec(who)?.[1] ?? ''}`;
    const granted = { via: ['user:x@acme.test'], role: 'roles/x', node: 'projects/1', condition: null };
    if (!state?.people.has(user) && this.blind)
      return { ...base, who: person, verdict: 'unknown', changes: [], grants: [granted] };
    if (!state?.people.has(user))
      return { ...base, who: person, verdict: 'allowed', cause: null, changes: [], fixes: [] };
    const [change] = denied.changes;
    const changes =
      change === undefined
        ? []
        : [
            {
              ...change,
              kind: state.change.kind ?? change.kind,
              entry: state.change.id,
              at: state.change.at,
            },
          ];
    return { ...base, who: person, changes };
  }

  private probe(service: string): ProbeReport {
    return this.broken.has(service)
      ? {
          ...probeReport,
          verdict: 'failing',
          failedStage: 'tls',
          cause: {
            code: 'tls-expired',
            check: 'certificate',
            text: 'The certificate expired yesterday.',
            adminText: 'The certificate of the load balancer `lb-1` expired yesterday.',
            sureness: 'certain',
            competing: [],
          },
        }
      : { ...probeReport, verdict: 'guarded', failedStage: null, cause: null };
  }
}

export interface Bot {
  readonly desk: Desk;
  readonly heard: readonly Heard[];
  /** As a thread reply would. */
  hit(person: string, service: string, more?: Partial<Hit>): Promise<Joined | undefined>;
  click(person: string, message: ChannelMessage): Promise<void>;
  /** Hands everything back, as a process that is told to stop. */
  stop(): Promise<void>;
}

export interface BotOptions {
  readonly slack: SlackEmulator;
  readonly company: Company;
  readonly incidentAfter?: number;
  readonly services?: Config['services'];
  /** Several bots share these; without them each is alone. */
  readonly redis?: { readonly url: string; readonly scope: string };
}

export const world = (): {
  users: { id: string; name: string; email: string }[];
  channels: { id: string; name: string }[];
} => ({
  users: [
    ...PERSON.map((id, n) => ({ id, name: `p${n}`, email: `p${String(n).padStart(2, '0')}@acme.test` })),
    { id: 'U0ROOT', name: 'root', email: 'root@acme.test' },
    { id: 'U0OWNER', name: 'owner', email: 'owner@acme.test' },
  ],
  channels: [HELP, DESK, OWNERS].map((id) => ({ id, name: id.slice(2).toLowerCase() })),
});

const clock = { now: () => Date.now() };
const quietLog = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
const RULES = { gapMs: 30, perHour: 200, leaseMs: 5_000, retryMs: 20, attempts: 3 };

export async function startBot(options: BotOptions): Promise<Bot> {
  const { slack, company, incidentAfter, services = [], redis } = options;
  const calls = clientOptions(new URL(slack.url), 5_000, quietLog, silent);
  const client = new webApi.WebClient(slack.botToken, calls);
  const workspace = await whoAmI(client);
  const composers = createComposers();
  const sender = createSender(client, workspace, quietLog, composers);
  const kinds = incident.kinds ?? [];
  const shared = redis === undefined ? undefined : { clock, limitMs: 2_000, ...redis };
  const jobs = shared ? createRedisJobs({ ...shared, kinds }) : createMemoryJobs({ kinds, clock });
  const outbox = shared
    ? createRedisOutbox({ ...shared, sender, rules: RULES, lookEveryMs: 50 })
    : createMemoryOutbox({ clock, sender, rules: RULES });
  const notes = shared ? createRedisNotes(shared) : createMemoryNotes({ clock });
  const heard: Heard[] = [];
  const whole = configWith([{ kind: 'user', email: email('root@acme.test') }]);
  const desk: Desk = {
    ask: async (words, asking) => {
      const { self } = asking.speaker;
      const who = self !== undefined && 'email' in self ? self.email : 'nobody';
      return company.answer(words, who, asking.fresh !== false);
    },
    config: { ...whole, services, slack: { ...whole.slack, incidentAfter } },
    workspace,
    sources: {
      people: createPeople((id) => userInfo(client, id), clock),
      team: workspace.team,
      admins: [{ kind: 'user', email: email('root@acme.test') }],
      isInGroup: async () => false,
    },
    client,
    render: () => plainMessage('an answer'),
    renderEvidence: undefined,
    buttonsFor: () => [],
    directory: { seen: () => Promise.reject(new Error('not asked for')) },
    jobs,
    out: createWayOut(outbox, client, quietLog, composers),
    notes,
    once: createMemoryOnce({ clock }),
    kept: createKeptAnswers(clock),
    posting: { fetch, slots: createSlots(10), postMs: 5_000 },
    loopback: true,
    clock,
    newReference: () => randomUUID().slice(0, 8),
    times: { ...SLACK_TIMES, incidentEditMs: 100, incidentLookMs: 100 },
    stopping: new AbortController().signal,
    metrics: silent,
    heard: (one) => void heard.push(one),
    follow: (_, work) => void work.catch(() => undefined),
    log: quietLog,
  };
  incident.start?.(desk);
  let messages = 0;
  return {
    desk,
    heard,
    hit(person, service, more = {}) {
      messages += 1;
      const stops = company.broken.has(service) ? 'path' : 'access';
      const base: Hit = {
        service,
        stops,
        code: stops === 'path' ? 'tls-expired' : 'not-in-group',
        causeChange: stops === 'path' ? undefined : company.stopped.get(service)?.change,
        userId: person,
        channel: HELP,
        threadTs: `1700000000.${String(messages).padStart(6, '0')}`,
      };
      return joinIncident({ ...base, ...more }, desk);
    },
    async click(person, message) {
      const handle = incident.actions?.incident_details;
      const value = JSON.stringify(message.blocks).match(/"value":"([^"]+)"/)?.[1] ?? '';
      await handle?.(
        {
          actionId: 'incident_details',
          value,
          userId: person,
          teamId: workspace.team,
          triggerId: 't',
          channelId: message.channel,
          messageTs: message.ts,
          threadTs: undefined,
          ephemeral: false,
          responseUrl: undefined,
          viewId: undefined,
        },
        desk,
      );
    },
    async stop() {
      await jobs.drain(2_000);
      await outbox.close();
      await notes.close();
    },
  };
}
