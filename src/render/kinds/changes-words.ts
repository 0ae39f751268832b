/** Small words about changes: who acted and with what, whom it hit, and what matters most. */
import type { ChangesReport, ListedChange } from '../../diagnosis/changes/report.js';
import type { View } from '../outline-types.js';
import { count, list, moment, shortAddress } from '../words.js';

/** What tools are called in a sentence. */
const TOOLS: Readonly<Record<string, string>> = {
  console: 'console',
  terraform: 'Terraform',
  'client-library': 'a client library',
  'directory-sync': 'a directory sync',
  'config-connector': 'Config Connector',
  'deployment-manager': 'Deployment Manager',
};

/** `bob@ (console)`, `hr-sync@… (service account, a client library)`. */
export function actorWords(
  change: ListedChange,
  home: string | undefined,
): { readonly name: string; readonly how: string } {
  const account = change.actor.endsWith('.gserviceaccount.com');
  const name = account ? (change.actor.split('@')[0] ?? change.actor) : shortAddress(change.actor, home);
  const kind = account ? 'service account' : change.actorKind === 'automation' ? 'automation' : '';
  const tool = change.tool === null ? '' : (TOOLS[change.tool] ?? change.tool);
  const how = [kind, tool].filter((word) => word !== '').join(', ');
  return { name: change.actor === 'unknown' ? 'somebody the log does not name' : name, how };
}

/** The domain most people of the report are of; it goes without saying. */
export function homeOf({ changes, person }: ChangesReport): string | undefined {
  const counts = new Map<string, number>();
  const domains = [person ?? '', ...changes.map(({ actor }) => actor)].flatMap(
    (text) => /@([a-z0-9.-]+)$/i.exec(text)?.[1] ?? [],
  );
  for (const domain of domains)
    if (!domain.endsWith('.gserviceaccount.com')) counts.set(domain, (counts.get(domain) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

const people = (members: readonly string[], n: number): string => {
  const one = n === 1 ? members[0] : undefined;
  if (one !== undefined) return one.replace(/^(?:user|serviceAccount):/, '');
  return count(n, 'person', 'people');
};

/** The change itself names exactly those whom it hit: they need not be named again. */
function isNamed({ deltas, effect }: ListedChange, members: readonly string[], n: number): boolean {
  const named = new Set(deltas.map(({ member }) => member.replace(/^\w+:/, '')));
  return (
    n > 0 &&
    n <= 3 &&
    n === members.length &&
    named.size === n &&
    effect.complete &&
    members.every((member) => named.has(member.replace(/^\w+:/, '')))
  );
}

const upperFirst = (text: string): string =>
  /^\S*@/.test(text) ? text : text.replace(/^./, (first) => first.toUpperCase());

/** `214 people lost dashboard, orders and grafana.` Undefined where nobody's access changed, or nobody knows. */
export function effectWords(change: ListedChange): string | undefined {
  const { gained, lost, gainedCount, lostCount, complete } = change.effect;
  const at = (field: 'lost' | 'gained' | 'narrowed' | 'widened'): string[] =>
    change.services.filter((service) => service[field] > 0).map(({ name }) => name);
  const some = complete ? '' : 'at least ';
  const bits: string[] = [];
  const whom = (members: readonly string[], n: number): string =>
    isNamed(change, members, n) ? 'they ' : `${some}${people(members, n)} `;
  if (lostCount > 0) bits.push(`${whom(lost, lostCount)}lost ${list(at('lost'), 6) || 'access'}`);
  if (gainedCount > 0) bits.push(`${whom(gained, gainedCount)}gained ${list(at('gained'), 6) || 'access'}`);
  const narrowed = Math.max(0, ...change.services.map((service) => service.narrowed));
  const widened = Math.max(0, ...change.services.map((service) => service.widened));
  if (narrowed > 0)
    bits.push(
      `${people([], narrowed)} now ${narrowed === 1 ? 'has' : 'have'} to meet a condition at ${list(at('narrowed'), 6)}`,
    );
  if (widened > 0)
    bits.push(
      `${people([], widened)} no longer ${widened === 1 ? 'has' : 'have'} to meet a condition at ${list(at('widened'), 6)}`,
    );
  if (bits.length > 0) return `${upperFirst(bits.join('; '))}.`;
  if (change.services.length > 0 && !complete)
    return `Whom it hits at ${list(
      change.services.map(({ name }) => name),
      6,
    )} I can\u2019t tell for certain.`;
  return undefined;
}

/** `First refusal 14:04. Likely the cause.` */
export function relationWords({ relation, refusedAt }: ListedChange, view: View): string | undefined {
  const first = refusedAt === null ? '' : `First refusal ${moment(refusedAt, view.now, view.timeZone)}. `;
  if (relation === 'cause') return `${first}Likely the cause.`;
  return undefined;
}

/** What a person wants to hear first weighs most. */
export function weightOf(change: ListedChange): number {
  const { lostCount, gainedCount, complete } = change.effect;
  const narrowed = change.services.some((service) => service.narrowed + service.widened > 0);
  const cause = change.relation === 'cause' ? 1_000_000 : 0;
  const open = !complete && change.services.length > 0 ? 5 : 0;
  const switched = change.kind === 'iap-switch' || change.kind === 'audit-config' ? 50 : 0;
  return cause + lostCount * 100 + gainedCount * 10 + (narrowed ? 20 : 0) + switched + open;
}
