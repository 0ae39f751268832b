/** The configuration as the rest of the product sees it: checked, typed, with every default filled in. */
import type { Container, Email, IapResource, Principal } from './names/index.js';

export interface ServiceConfig {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly url: URL | undefined;
  readonly resource: IapResource | undefined;
  /** OAuth client id IAP expects, where it cannot be learned. */
  readonly audience: string | undefined;
  /** `pkg.Service/Method` when it is a gRPC service. */
  readonly grpc: string | undefined;
  readonly owners: readonly Principal[];
  /** The Slack channel where its owners are asked; else each of them is asked alone. */
  readonly ownersChannel?: string | undefined;
}

export interface Config {
  readonly organization: Container | undefined;
  readonly projects: readonly Container[];
  readonly services: readonly ServiceConfig[];
  readonly slack: {
    readonly channels: readonly string[];
    readonly admins: readonly Principal[];
    readonly replyDelayMs: number;
    /** Only says in the log what would be answered. */
    readonly dryRun?: boolean | undefined;
    /** Messages of the bot in one channel within an hour. */
    readonly hourlyBudget?: number | undefined;
    /** So many people stopped by one thing are told of it once per channel; 0: never. Five where absent. */
    readonly incidentAfter?: number | undefined;
  };
  readonly probe: {
    readonly allow: readonly string[];
    /** `host` or `host:port` → `address:port`: connect there instead of asking DNS. */
    readonly connectTo?: Readonly<Record<string, string>>;
    /** Service accounts that are there to probe as; `status` tries to mint for them. */
    readonly accounts?: readonly Email[];
    readonly ca: string | undefined;
  };
  /** Members whose changes are folded in lists. */
  readonly automation: readonly Principal[];
}

/** What comes from the environment. Secrets are here and nowhere else. */
export interface Environment {
  readonly slackBotToken: string | undefined;
  readonly slackAppToken: string | undefined;
  readonly slackSigningSecret: string | undefined;
  readonly slackApiUrl: URL | undefined;
  readonly port: number;
  readonly redisUrl: string | undefined;
  readonly logLevel: string;
  /** How long stopping may take, milliseconds; the usual time where absent. */
  readonly stopWithinMs?: number | undefined;
  /** One base URL for every Google REST API; loopback only. */
  readonly googleEndpoint: URL | undefined;
  /** Bearer token sent to {@link googleEndpoint}. */
  readonly googleToken: string;
}

/** One mistake in the configuration. */
export interface ConfigMistake {
  readonly file: string;
  readonly line: number | undefined;
  readonly path: string;
  readonly message: string;
  /** What would be right there. */
  readonly expected: string;
}

export type ConfigResult =
  | { readonly ok: true; readonly config: Config; readonly environment: Environment }
  | { readonly ok: false; readonly mistakes: readonly ConfigMistake[] };
