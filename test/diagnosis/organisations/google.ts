/** Google's answers about a random organisation, port by port and without sockets; looks that are hidden fail. */
import type { CallContext, Google, Look } from '../../../src/google/ports.js';
import { directoryOf, groupsOf } from './google-people.js';
import { assetsOf, iamOf, iapOf, LEVELS, resourceManagerOf } from './google-policies.js';
import type { Blindness, RawOrganisation } from './model.js';
import { found, no, stubOf } from './stub.js';

/** Google as it would answer. What stands around the decision (switches, clients, lent access) is as it should be. */
export function googleOf(raw: RawOrganisation, blind: Blindness): Google {
  const stub = stubOf(raw, blind);
  const { ask } = stub;
  const none = <T>(_about: unknown, call: CallContext): Promise<Look<T[]>> =>
    ask(call, 'other', '', () => found([]));
  return {
    caller: async () => undefined,
    resourceManager: resourceManagerOf(stub),
    assets: assetsOf(stub),
    iap: iapOf(stub),
    groups: groupsOf(stub),
    directory: directoryOf(stub),
    iam: iamOf(stub),
    accessContext: { levels: (_organization, call) => ask(call, 'levels', '', () => found([...LEVELS])) },
    logs: {
      entries: (_query, call) => ask(call, 'logs', '', () => found([])),
      page: (_query, _token, call) => ask(call, 'logs', '', () => found({ entries: [], next: undefined })),
    },
    compute: { backendServices: none },
    run: {
      services: none,
      domains: none,
      service: (_project, _region, _name, call) => ask(call, 'runService', '', () => no('not-found')),
      policy: (_project, _region, _name, call) => ask(call, 'runPolicy', '', () => no('not-found')),
    },
    loadBalancing: {
      forwardingRules: none,
      httpsProxies: none,
      httpProxies: none,
      urlMaps: none,
      certificates: none,
    },
    appEngine: {
      app: (id, call) =>
        ask(call, 'app', id, () =>
          found({
            id,
            defaultHostname: undefined,
            servingStatus: 'SERVING',
            iapEnabled: true,
            oauth2ClientId: 'client',
            dispatch: [],
          }),
        ),
      services: none,
      domains: none,
    },
    backends: {
      backendService: (_project, region, id, call) =>
        ask(call, 'backend', id, () =>
          found({
            id,
            name: 'dash',
            region,
            iapEnabled: true,
            oauth2ClientId: 'client',
            createdAt: undefined,
            securityPolicy: undefined,
            groups: [],
          }),
        ),
      serverlessTarget: (_project, _region, _group, call) =>
        ask(call, 'serverless', '', () => no('not-found')),
    },
    orgPolicy: { effective: (project, _constraint, call) => none(project, call) },
    privilegedAccess: {
      entitlements: none,
      grants: none,
    },
    troubleshooter: {
      troubleshoot: (_question, call) =>
        ask(call, 'troubleshooter', '', () => found({ state: 'UNKNOWN_CONDITIONAL' })),
    },
    // Nobody who asks why needs a token.
    tokens: {
      idToken: async () => no('forbidden'),
      signJwt: async () => no('forbidden'),
      describe: async () => no('forbidden'),
    },
  };
}
