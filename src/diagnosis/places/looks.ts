/** The leaves of the inventory: one function per list that leads from a URL to a service. All are slow facts. */
import type { Google } from '../../google/ports.js';
import { type Container, containerName } from '../../names/index.js';
import { lifetimes } from '../../store/lifetimes.js';
import { leaf } from '../facts/leaf.js';
import { revive } from './revive.js';

export function placeLooksOf({ loadBalancing, run, appEngine }: Google) {
  const { inventory } = lifetimes;
  const at = (project: Container) => containerName(project);
  return {
    forwardingRules: (project: Container) =>
      leaf('compute', 'forwardingRules', at(project), inventory, revive.forwardingRules, (call) =>
        loadBalancing.forwardingRules(project, call),
      ),
    httpsProxies: (project: Container) =>
      leaf('compute', 'targetHttpsProxies', at(project), inventory, revive.proxies, (call) =>
        loadBalancing.httpsProxies(project, call),
      ),
    httpProxies: (project: Container) =>
      leaf('compute', 'targetHttpProxies', at(project), inventory, revive.proxies, (call) =>
        loadBalancing.httpProxies(project, call),
      ),
    urlMaps: (project: Container) =>
      leaf('compute', 'urlMaps', at(project), inventory, revive.urlMaps, (call) =>
        loadBalancing.urlMaps(project, call),
      ),
    certificates: (project: Container) =>
      leaf('compute', 'sslCertificates', at(project), inventory, revive.certificates, (call) =>
        loadBalancing.certificates(project, call),
      ),
    runDomains: (project: Container) =>
      leaf('run', 'domainmappings', at(project), inventory, revive.runDomains, (call) =>
        run.domains(project, call),
      ),
    /** Apart from the look at the IAP switch, which has to be younger than what is good enough for routing. */
    app: (id: string) =>
      leaf('appengine', 'apps.get, for routing,', `apps/${id}`, inventory, revive.app, (call) =>
        appEngine.app(id, call),
      ),
    appServices: (id: string) =>
      leaf('appengine', 'services.list', `apps/${id}`, inventory, revive.texts, (call) =>
        appEngine.services(id, call),
      ),
    appDomains: (id: string) =>
      leaf('appengine', 'domainMappings.list', `apps/${id}`, inventory, revive.texts, (call) =>
        appEngine.domains(id, call),
      ),
  } as const;
}

export type PlaceLooks = ReturnType<typeof placeLooksOf>;
