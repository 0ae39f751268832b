/** What happened at acme.test lately, newest first: the product's own reading of the emulated audit log. */
import { actorKindOf, automationOf, toolOf } from '../../changes/actor.js';
import { parseAuthorize } from '../../changes/authorize.js';
import { wordsFor } from '../../changes/describe.js';
import { readEntry } from '../../changes/entries/index.js';
import { Fold, type Listed } from '../../changes/fold.js';
import type { Config } from '../../config.js';
import { iapName } from '../../names/index.js';
import type { AllowPolicy } from '../../policy/types.js';
import type { LogEntry, World } from '../google/model.js';
import { sandboxServices } from '../world.js';
import type { ChangeEntry, DenialEntry, TimelineEntry } from './protocol.js';

const MOST_LINES = 150;
const MOST_DELTAS = 20;
const WINDOW_MS = 7 * 86_400_000;

export interface Timeline {
  entries(): readonly TimelineEntry[];
  /** The entries if there are new ones in the log since this was last asked. */
  news(): readonly TimelineEntry[] | undefined;
}

const placeOf = (resource: string): string => {
  const service = resource.replace(/\/versions\/[^/]+$/, '');
  return sandboxServices.find((one) => one.resource === service)?.name ?? resource;
};

/** The newest policy of each resource from before the window. */
function policiesBefore(
  newestFirst: readonly LogEntry[],
  from: number,
  resources: readonly string[],
): ReadonlyMap<string, AllowPolicy> {
  const found = new Map<string, AllowPolicy>();
  for (const entry of newestFirst) {
    if (Date.parse(entry.timestamp) >= from) continue;
    const reading = readEntry(entry);
    for (const { resource, policyAfter } of reading.kind === 'changes' ? reading.changes : [])
      if (policyAfter && resources.includes(resource) && !found.has(resource))
        found.set(resource, policyAfter);
  }
  return found;
}

/** `byHand`: whether an entry was written by a switch of the page. */
export function createTimeline(world: World, config: Config, byHand: (entry: string) => boolean): Timeline {
  const isAutomation = automationOf(config.automation);
  let told = world.logEntries.length;

  function changeOf(listed: Listed): ChangeEntry {
    const { change } = listed;
    const tool = toolOf(change.userAgent);
    return {
      type: 'change',
      id: `${change.entry} ${change.kind} ${change.resource}`,
      at: change.at,
      actor: change.actor ?? 'somebody',
      actorKind: actorKindOf(change.actor, isAutomation),
      ...(tool === null ? {} : { tool }),
      kind: change.kind,
      resource: change.resource,
      summary: `${change.actor ?? 'Somebody'} ${wordsFor(listed, placeOf)}.`,
      deltas: change.deltas.slice(0, MOST_DELTAS).map(({ action, role, member, condition }) => ({
        action,
        role,
        member,
        ...(condition === undefined ? {} : { condition: condition.title ?? condition.expression }),
      })),
      bySwitch: byHand(change.entry),
    };
  }

  function denialOf(entry: LogEntry): DenialEntry[] {
    const decision = parseAuthorize(entry);
    if (!decision || decision.granted) return [];
    const resource = decision.resource === undefined ? '' : iapName(decision.resource);
    const who = decision.email ?? `somebody from ${decision.ip ?? 'an unknown address'}`;
    const where = placeOf(resource);
    const levels = decision.unsatisfiedLevels.map((level) => level.replace(/^.*\//, ''));
    const missing = levels.length === 0 ? '' : ` (not met: ${levels.join(', ')})`;
    return [
      {
        type: 'denial',
        id: decision.insertId,
        at: decision.at,
        who,
        where,
        resource,
        summary: `IAP turned ${who} away at ${where}${missing}.`,
      },
    ];
  }

  function entries(): readonly TimelineEntry[] {
    const to = world.clock.now() + 60_000;
    const fold = new Fold({ from: to - WINDOW_MS, to, isAutomation });
    const newestFirst = [...world.logEntries].sort((a, b) => b.timestamp.localeCompare(a.timestamp));
    for (const entry of newestFirst) fold.add(entry);
    fold.end();
    fold.settle(policiesBefore(newestFirst, to - WINDOW_MS, fold.waiting()));
    const lines: TimelineEntry[] = [
      ...fold.result().listed.map(changeOf),
      ...newestFirst.slice(0, MOST_LINES * 4).flatMap(denialOf),
    ];
    return lines.sort((a, b) => b.at.localeCompare(a.at)).slice(0, MOST_LINES);
  }

  return {
    entries,
    news() {
      if (world.logEntries.length === told) return undefined;
      told = world.logEntries.length;
      return entries();
    },
  };
}
