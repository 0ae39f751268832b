/** What a capability is, and the ways in which most of them are tried. */
import type { RightName } from '../../../google/permissions.js';
import { type Container, containerName } from '../../../names/index.js';
import type { MissingCode } from '../../../policy/types.js';
import type { Fact, Seen } from '../../engine.js';
import type { Attempt } from '../attempt.js';
import type { Ground } from '../ground.js';

export interface CapabilitySpec {
  readonly id: string;
  readonly title: string;
  /** The blind spot it leaves when it is missing. */
  readonly code: MissingCode | 'token-not-minted';
  readonly rights: readonly RightName[];
  /** Without it some verdict is open. */
  readonly needed: boolean;
  /** Cheap and telling enough for the short form. */
  readonly short?: true;
  /** Whether every attempt has to work, or one is enough, because the names tried may not exist. */
  readonly rule: 'all' | 'any';
  readonly attempts: (ground: Ground) => Promise<readonly Attempt[]>;
  readonly note?: string;
  /** What is said instead of the title where there was nothing to try it on. */
  readonly untried?: string;
}

/** One attempt. */
export const at = (
  resource: string,
  fact: Attempt['fact'],
  absent: Attempt['absent'] = 'wrong',
  empty?: Attempt['empty'],
): Attempt => ({ resource, fact, absent, ...(empty ? { empty } : {}) });

/** The same look at every project. */
export const onProjects =
  (
    look: (ground: Ground) => (project: Container) => Fact<Seen<unknown>>,
    absent: Attempt['absent'] = 'wrong',
  ) =>
  async (ground: Ground): Promise<Attempt[]> =>
    (await ground.projects()).map((project) => at(containerName(project), look(ground)(project), absent));

/** One look at the organisation, where it is known. */
export const onOrganization =
  (look: (ground: Ground) => (organization: Container) => Fact<Seen<unknown>>) =>
  async (ground: Ground): Promise<Attempt[]> => {
    const organization = await ground.organization();
    return organization ? [at(containerName(organization), look(ground)(organization))] : [];
  };
