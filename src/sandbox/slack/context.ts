/** What the parts of the emulator share: the workspace, the secrets, the switches. */
import type { Faults } from './faults.js';
import type { Limits } from './limits.js';
import type { Rates } from './rates.js';
import type { Triggers } from './triggers.js';
import type { Workspace } from './workspace.js';

export interface Context extends Limits {
  readonly workspace: Workspace;
  readonly faults: Faults;
  readonly triggers: Triggers;
  readonly rates: Rates;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  /** Bot scopes granted. */
  readonly scopes: readonly string[];
  /** Members of user groups by the group's id (`S…`). */
  readonly usergroups: Readonly<Record<string, readonly string[]>>;
  /** A one-time address for opening a Socket Mode connection. */
  readonly newSocketUrl: () => string;
}
