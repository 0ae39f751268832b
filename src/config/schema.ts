/** The shape of `iap-doctor.yaml`: every key there is, with its default. */
import { z } from 'zod';
import * as leaves from './leaves.js';

const list = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);
/** A key left out and a key without a value are the same. */
const maybe = <T extends z.ZodType>(value: T) => value.nullish().transform((given) => given ?? undefined);

const service = z.strictObject({
  name: leaves.serviceName,
  aliases: list(leaves.serviceName),
  url: maybe(leaves.url),
  resource: maybe(leaves.resource),
  audience: maybe(leaves.audience),
  grpc: maybe(leaves.grpcMethod),
  owners: list(leaves.member),
  ownersChannel: maybe(leaves.channel),
});

const slack = z.strictObject({
  channels: list(leaves.channel),
  admins: list(leaves.member),
  replyDelay: maybe(leaves.replyDelay),
  dryRun: maybe(leaves.flag),
  hourlyBudget: maybe(leaves.hourlyBudget),
  incidentAfter: maybe(leaves.incidentAfter),
});

/** A map whose keys are values too; what is wrong with either is said at once. */
const detours = z.record(z.string(), z.unknown()).transform((map, context) => {
  const read = Object.entries(map).map(([from, to]) => {
    const [key, value] = [leaves.connectFrom.safeParse(from), leaves.connectAddress.safeParse(to)];
    for (const issue of [...(key.error?.issues ?? []), ...(value.error?.issues ?? [])])
      context.addIssue({ ...issue, code: 'custom', path: [from] });
    return [key.data ?? '', value.data ?? ''] as const;
  });
  return Object.fromEntries(read);
});

const probe = z.strictObject({
  allow: list(leaves.allowed),
  connectTo: maybe(detours),
  accounts: list(leaves.serviceAccount),
  ca: maybe(leaves.path),
});

/** The whole file. An empty file is a valid one. */
export const schema = z.strictObject({
  organization: maybe(leaves.organization),
  projects: list(leaves.project),
  // Keys left out of the file are there all the same, without a value.
  services: list(
    service.transform(({ name, aliases, url, resource, audience, grpc, owners, ownersChannel }) => ({
      name,
      aliases,
      url,
      resource,
      audience,
      grpc,
      owners,
      ownersChannel,
    })),
  ),
  slack: maybe(slack),
  probe: maybe(probe),
  automation: list(leaves.member),
});

/** The keys of each map, by the path of the map without its numbers: for "did you mean". */
export const KEYS: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(schema.shape),
  services: Object.keys(service.shape),
  slack: Object.keys(slack.shape),
  probe: Object.keys(probe.shape),
};

/** Which of the paths are lists. */
export const LISTS: ReadonlySet<string> = new Set([
  'projects',
  'services',
  'services.aliases',
  'services.owners',
  'slack.channels',
  'slack.admins',
  'probe.allow',
  'probe.accounts',
  'automation',
]);
