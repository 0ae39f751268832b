/** The configuration that makes the product know acme.test. */
import { stringify } from 'yaml';
import { sandboxServices } from './services.js';

export interface SandboxConfigOptions {
  /** Where a service is reached instead of its own URL, e.g. at the sandbox's front door. */
  readonly urlOf?: (service: string) => string | undefined;
  /** Channels in which access-request messages are answered. */
  readonly channels?: readonly string[];
  /** `host:port` or CIDR exceptions for the probe. */
  readonly allow?: readonly string[];
  /** Path of an extra certificate authority for the probe. */
  readonly ca?: string;
  /** Where hosts are connected to instead of asking DNS: `127.0.0.1:PORT` by host. */
  readonly connectTo?: Readonly<Record<string, string>>;
}

/** The text of an `iap-doctor.yaml` for the fictional company. */
export function sandboxConfigYaml(options: SandboxConfigOptions = {}): string {
  const services = sandboxServices.map((service) => {
    const url = options.urlOf?.(service.name) ?? service.url;
    return {
      name: service.name,
      ...(service.aliases.length > 0 ? { aliases: service.aliases } : {}),
      ...(url === undefined ? {} : { url }),
      resource: service.resource,
      ...(service.audience === undefined ? {} : { audience: service.audience }),
      ...(service.grpc === undefined ? {} : { grpc: service.grpc }),
      owners: service.owners,
    };
  });
  return stringify({
    organization: '700000000001',
    projects: ['acme-prod', 'acme-data'],
    services,
    slack: {
      channels: options.channels ?? [],
      admins: ['group:iap-admins@acme.test', 'user:root@acme.test'],
      replyDelay: '0s',
    },
    probe: {
      allow: options.allow ?? [],
      accounts: ['ci-deployer@acme-prod.iam.gserviceaccount.com'],
      ...(options.ca === undefined ? {} : { ca: options.ca }),
      ...(options.connectTo === undefined ? {} : { connectTo: options.connectTo }),
    },
    automation: ['serviceAccount:ci-deployer@acme-prod.iam.gserviceaccount.com'],
  });
}
