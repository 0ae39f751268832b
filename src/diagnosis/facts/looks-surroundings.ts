/** The leaves of what stands around the IAM decision: settings, switches, backends, organisation policies, access given for a while. */
import type { Google } from '../../google/ports.js';
import { type Container, containerName, type IapResource, iapName } from '../../names/index.js';
import { lifetimes } from '../../store/lifetimes.js';
import { reviveSurroundings as revive } from '../revive-surroundings.js';
import { leaf } from './leaf.js';

export type SettingsNode = IapResource | Container;

/** Google's name of a node that may carry IAP settings. */
export const settingsName = (node: SettingsNode): string =>
  'level' in node ? iapName(node) : containerName(node);

/** Looks that the checks around the decision make, by the words of the domain. */
export function surroundingLooksOf({ iap, backends, run, appEngine, orgPolicy, privilegedAccess }: Google) {
  const { allowPolicy, slowPolicy } = lifetimes;
  return {
    iapSettings: (node: SettingsNode) =>
      leaf('iap', 'iapSettings', settingsName(node), allowPolicy, revive.settings, (call) =>
        iap.settings(node, call),
      ),
    backendService: (project: Container, region: string | undefined, service: string) =>
      leaf(
        'compute',
        'backendServices.get',
        `${containerName(project)}/${region === undefined ? 'global' : `regions/${region}`}/backendServices/${service}`,
        allowPolicy,
        revive.backend,
        (call) => backends.backendService(project, region, service, call),
      ),
    serverlessTarget: (project: Container, region: string, group: string) =>
      leaf(
        'compute',
        'networkEndpointGroups.get',
        `${containerName(project)}/regions/${region}/networkEndpointGroups/${group}`,
        slowPolicy,
        revive.serverlessTarget,
        (call) => backends.serverlessTarget(project, region, group, call),
      ),
    runService: (project: Container, region: string, name: string) =>
      leaf(
        'run',
        'services.get',
        `${containerName(project)}/locations/${region}/services/${name}`,
        allowPolicy,
        revive.runService,
        (call) => run.service(project, region, name, call),
      ),
    application: (app: string) =>
      leaf(
        'appengine',
        'apps.get, for its IAP switch',
        `apps/${app}`,
        allowPolicy,
        revive.application,
        (call) => appEngine.app(app, call),
      ),
    orgPolicy: (project: Container, constraint: string) =>
      leaf(
        'orgpolicy',
        'getEffectivePolicy',
        `${containerName(project)}/policies/${constraint}`,
        slowPolicy,
        revive.orgPolicy,
        (call) => orgPolicy.effective(project, constraint, call),
      ),
    entitlements: (container: Container) =>
      leaf(
        'privilegedaccessmanager',
        'entitlements',
        containerName(container),
        slowPolicy,
        revive.entitlements,
        (call) => privilegedAccess.entitlements(container, call),
      ),
    privilegedGrants: (entitlement: string) =>
      leaf('privilegedaccessmanager', 'grants', entitlement, allowPolicy, revive.privilegedGrants, (call) =>
        privilegedAccess.grants(entitlement, call),
      ),
  } as const;
}
