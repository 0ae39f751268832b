/** From what Google's ports give to what a snapshot holds: sorted, without etags, times and everything empty. Pure. */
import type { AppInfo, BackendDetail, IapSettings, RoleInfo, RunServiceInfo } from '../google/ports.js';
import type {
  AccessLevel,
  AllowPolicy,
  AuditConfig,
  Binding,
  BoundaryBinding,
  BoundaryPolicy,
  Condition,
  DenyPolicy,
} from '../policy/types.js';
import type {
  Snapshot,
  SnapshotBehind,
  SnapshotBinding,
  SnapshotCondition,
  SnapshotDenyRule,
  SnapshotLevel,
  SnapshotPolicy,
  SnapshotRole,
  SnapshotSettings,
} from './model.js';

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Without doubles, in the order of their characters, whatever the order Google gave. */
export const tidy = (texts: readonly string[]): string[] => [...new Set(texts)].sort(order);

/** Nothing instead of an empty list, so that it is not written. */
const some = (texts: readonly string[]): string[] | undefined =>
  texts.length === 0 ? undefined : tidy(texts);

/** Drops fields without a value: they would be written as `null`. */
export function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
}

export const conditionOf = (condition: Condition | undefined): SnapshotCondition | undefined =>
  condition && defined({ title: condition.title, expression: condition.expression });

const bindingKey = ({ role, condition }: SnapshotBinding): string =>
  `${role} ${condition?.expression ?? ''} ${condition?.title ?? ''}`;

/** Bindings of one role under one condition are one binding, however Google split them. */
export function bindingsOf(bindings: readonly Binding[]): SnapshotBinding[] {
  const merged = new Map<string, SnapshotBinding>();
  for (const { role, members, condition } of bindings) {
    const own: SnapshotBinding = defined({ role, condition: conditionOf(condition), members: [...members] });
    const key = bindingKey(own);
    const before = merged.get(key);
    merged.set(key, { ...own, members: tidy([...(before?.members ?? []), ...members]) });
  }
  return [...merged.entries()]
    .sort(([a], [b]) => order(a, b))
    .map(([, one]) => one)
    .filter(({ members }) => members.length > 0);
}

const ABOUT_IAP: ReadonlySet<string> = new Set(['allServices', 'iap.googleapis.com']);

/** Which of IAP's decisions and changes are logged: what is off here blinds everybody afterwards. */
function auditOf(configs: readonly AuditConfig[]): SnapshotPolicy['audit'] {
  const found = configs
    .filter(({ service }) => ABOUT_IAP.has(service))
    .flatMap(({ service, logTypes }) =>
      logTypes.map(({ logType, exemptedMembers }) =>
        defined({ service, logType, exempted: some(exemptedMembers) }),
      ),
    )
    .sort((a, b) => order(`${a.service} ${a.logType}`, `${b.service} ${b.logType}`));
  return found.length === 0 ? undefined : found;
}

export function policyOf(policy: AllowPolicy, keep: (role: string) => boolean): SnapshotPolicy {
  return defined({
    bindings: bindingsOf(policy.bindings.filter(({ role }) => keep(role))),
    audit: auditOf(policy.auditConfigs),
  });
}

/** Undefined when nothing is set on that node itself. */
export function settingsOf(settings: IapSettings): SnapshotSettings | undefined {
  const { reauth, allowedDomains } = settings;
  const found: SnapshotSettings = defined({
    oauthClient: settings.oauthClientId,
    programmaticClients: some(settings.programmaticClients),
    identityPlatformTenants: settings.gcipTenants && tidy(settings.gcipTenants),
    workforcePools: some(settings.workforcePools),
    identitySources: some(settings.identitySources),
    allowHttpOptions: settings.allowHttpOptions,
    allowedDomains: allowedDomains && {
      enable: allowedDomains.enable,
      domains: tidy(allowedDomains.domains),
    },
    reauth: reauth && defined({ ...reauth }),
  });
  return Object.keys(found).length === 0 ? undefined : found;
}

export function denyOf(policies: readonly DenyPolicy[]): Record<string, SnapshotDenyRule[]> {
  const rules = (policy: DenyPolicy): SnapshotDenyRule[] =>
    policy.rules.map((rule) =>
      defined({
        denied: tidy(rule.deniedPrincipals),
        except: some(rule.exceptionPrincipals),
        permissions: tidy(rule.deniedPermissions),
        exceptPermissions: some(rule.exceptionPermissions),
        condition: conditionOf(rule.condition),
      }),
    );
  return Object.fromEntries(
    [...policies].sort((a, b) => order(a.name, b.name)).map((policy) => [policy.name, rules(policy)]),
  );
}

export function boundariesOf(
  policies: readonly BoundaryPolicy[],
  bindings: readonly BoundaryBinding[],
): Snapshot['boundaries'] {
  const sortedPolicies = [...policies].sort((a, b) => order(a.name, b.name));
  return {
    policies: Object.fromEntries(
      sortedPolicies.map(({ name, enforcementVersion, rules }) => [
        name,
        defined({
          version: enforcementVersion,
          rules: rules.map(({ effect, resources, excludedResources }) =>
            defined({ effect, resources: tidy(resources), excluded: some(excludedResources) }),
          ),
        }),
      ]),
    ),
    bindings: bindings
      .map(({ policy, target, condition }) => defined({ policy, target, condition: conditionOf(condition) }))
      .sort((a, b) => order(`${a.target} ${a.policy}`, `${b.target} ${b.policy}`)),
  };
}

export const roleOf = ({ stage, deleted, permissions }: RoleInfo): SnapshotRole =>
  defined({ stage, deleted: deleted || undefined, permissions: tidy(permissions) });

export function levelOf(level: AccessLevel): SnapshotLevel {
  if (level.kind === 'custom') return defined({ title: level.title, custom: level.expression });
  const conditions = level.conditions.map((one) =>
    defined({
      ipSubnetworks: some(one.ipSubnetworks),
      devicePolicy: one.devicePolicy && { ...one.devicePolicy },
      requiredAccessLevels: some(one.requiredAccessLevels),
      negate: one.negate || undefined,
      members: some(one.members),
      regions: some(one.regions),
      hasVpcSources: one.hasVpcSources || undefined,
    }),
  );
  return defined({ title: level.title, combine: level.combine, conditions });
}

const iapOf = (enabled: boolean | undefined): SnapshotBehind['iap'] =>
  enabled === undefined ? 'not set up' : enabled ? 'on' : 'off';

export const backendOf = (
  backend: BackendDetail,
  leadsTo: NonNullable<SnapshotBehind['leadsTo']>,
): SnapshotBehind =>
  defined({
    kind: 'backend' as const,
    id: backend.id,
    name: backend.name,
    region: backend.region,
    iap: iapOf(backend.iapEnabled),
    oauthClient: backend.oauth2ClientId,
    leadsTo:
      leadsTo.length === 0 ? undefined : [...leadsTo].sort((a, b) => order(a.group, b.group)).map(defined),
  });

export const runOf = (run: RunServiceInfo, invokers: AllowPolicy | undefined): SnapshotBehind =>
  defined({
    kind: 'run' as const,
    id: run.name,
    region: run.region,
    iap: iapOf(run.iapEnabled),
    ingress: run.ingress,
    invokerIamDisabled: run.invokerIamDisabled,
    defaultUriDisabled: run.defaultUriDisabled,
    urls: some(run.urls),
    invokers: invokers && bindingsOf(invokers.bindings),
  });

export const appOf = (app: Pick<AppInfo, 'id' | 'iapEnabled' | 'oauth2ClientId'>): SnapshotBehind =>
  defined({ kind: 'app' as const, id: app.id, iap: iapOf(app.iapEnabled), oauthClient: app.oauth2ClientId });
