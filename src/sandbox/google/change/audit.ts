/** Audit log entries as Google writes them: what all of them share. */
import { canonicalNode, containersOf, findProject, type LogEntry, type World } from '../model.js';

/** Who changes something, and from where. */
export interface Actor {
  readonly email: string;
  readonly ip?: string;
  /** The user agent tells the tool: gcloud, Terraform, the console. */
  readonly userAgent?: string;
}

export interface ChangeMeta {
  readonly by: Actor;
  /** Milliseconds since 1970; the world's clock when absent. */
  readonly at?: number;
}

export interface EntryParts {
  /** `projects/ID`, `folders/N`, `organizations/N`. */
  readonly container: string;
  readonly log: 'activity' | 'data_access';
  readonly severity: 'NOTICE' | 'INFO' | 'ERROR';
  readonly resource: LogEntry['resource'];
  readonly at: number;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** Moments are written with nanoseconds; receipt follows within the second. */
function stamp(at: number, nanos: number): string {
  return new Date(at).toISOString().replace('Z', `${String(nanos % 1_000_000).padStart(6, '0')}Z`);
}

/** Writes one audit entry into the world and gives it back. */
export function writeAudit(world: World, parts: EntryParts): LogEntry {
  const serial = world.logEntries.length + 1;
  const entry: LogEntry = {
    protoPayload: { '@type': 'type.googleapis.com/google.cloud.audit.AuditLog', ...parts.payload },
    insertId: `e${serial.toString(36).padStart(5, '0')}${(serial * 7919).toString(36)}`,
    resource: parts.resource,
    timestamp: stamp(parts.at, serial * 137),
    severity: parts.severity,
    logName: `${parts.container}/logs/cloudaudit.googleapis.com%2F${parts.log}`,
    receiveTimestamp: stamp(parts.at + 640, serial * 211),
    ...parts.extra,
  };
  world.logEntries.push(entry);
  return entry;
}

export function momentOf(world: World, meta: ChangeMeta): number {
  return meta.at ?? world.clock.now();
}

/** `authenticationInfo` and `requestMetadata` of a change. */
export function actorFields(meta: ChangeMeta, at: number): Record<string, unknown> {
  const { email, ip = '203.0.113.9', userAgent = 'google-cloud-sdk gcloud/552.0.0 command/gcloud' } = meta.by;
  return {
    authenticationInfo: { principalEmail: email },
    requestMetadata: {
      callerIp: ip,
      callerSuppliedUserAgent: userAgent,
      requestAttributes: { time: new Date(at).toISOString(), auth: {} },
      destinationAttributes: {},
    },
  };
}

/** How logs name a container: a project by its text id. */
export function logContainer(world: World, node: string): string {
  const [plural, id = ''] = node.split('/');
  const project = plural === 'projects' ? findProject(world, id) : undefined;
  return project ? `projects/${project.projectId}` : `${plural}/${id}`;
}

/** The container a node belongs to, canonical; throws for a name that is none, which is a mistake of the caller. */
export function requireNode(world: World, name: string): string {
  const node = canonicalNode(world, name);
  if (node === undefined) throw new Error(`${name} is not in this world`);
  return node;
}

/** Whether Data Access logs of IAP are on for a node: an audit configuration on any container above it. */
export function dataAccessLogged(world: World, node: string): boolean {
  return containersOf(world, node).some((container) =>
    (world.policies.get(container)?.auditConfigs ?? []).some(
      ({ service, auditLogConfigs }) =>
        (service === 'iap.googleapis.com' || service === 'allServices') &&
        auditLogConfigs.some(({ logType }) => logType === 'DATA_READ'),
    ),
  );
}
