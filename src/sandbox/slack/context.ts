/** What the parts of the emulator share: the workspace, the secrets, the switches. */
import type { Faults } from './faults.js';
import type { Triggers } from './triggers.js';
import type { Content } from './types.js';
import type { Workspace } from './workspace.js';

export interface Context {
  readonly workspace: Workspace;
  readonly faults: Faults;
  readonly triggers: Triggers;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  /** Bot scopes granted. */
  readonly scopes: readonly string[];
  /** A one-time address for opening a Socket Mode connection. */
  readonly newSocketUrl: () => string;
  /** Checks a message against every limit known; what is wrong is also kept in the workspace's violations. */
  readonly check: (where: string, content: Content) => string[];
}
