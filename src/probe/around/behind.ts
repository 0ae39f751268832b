/** What the thing behind a place says of IAP's client and of the load balancer: the backend service or the application. */
import type { CallContext, Google, LookProblem } from '../../google/ports.js';
import type { IapResource } from '../../names/index.js';

export interface BehindRead {
  /** The client set there; IAP's settings may name another. */
  readonly oauthClientId: string | undefined;
  readonly loadBalancingScheme: string | undefined;
  /** Nothing that could name a client is left unread. */
  readonly read: boolean;
  readonly problem: { readonly node: string; readonly problem: LookProblem } | undefined;
}

const NOTHING: BehindRead = {
  oauthClientId: undefined,
  loadBalancingScheme: undefined,
  read: true,
  problem: undefined,
};

/** Never throws. Cloud Run and forwarding rules carry no client of their own: there IAP's settings are all there is. */
export async function readBehind(
  google: Pick<Google, 'backends' | 'compute' | 'appEngine'>,
  resource: IapResource,
  call: CallContext,
): Promise<BehindRead> {
  if (resource.level !== 'webService' && resource.level !== 'webVersion') return { ...NOTHING, read: false };
  const { type } = resource;
  switch (type.kind) {
    case 'compute':
      return ofBackend(google, resource.project, type.region, resource.service, call);
    case 'appengine': {
      const look = await google.appEngine.app(type.app, call);
      if (look.ok) return { ...NOTHING, oauthClientId: filled(look.value.oauth2ClientId) };
      return unread(`the application ${type.app}`, look.problem);
    }
    case 'cloud_run':
    case 'forwarding_rule':
      return NOTHING;
  }
}

async function ofBackend(
  google: Pick<Google, 'backends' | 'compute'>,
  project: IapResource['project'],
  region: string | undefined,
  service: string,
  call: CallContext,
): Promise<BehindRead> {
  const node = `the backend service ${service}`;
  const look = await google.backends.backendService(project, region, service, call);
  if (look.ok) {
    const { oauth2ClientId, loadBalancingScheme } = look.value;
    return { ...NOTHING, oauthClientId: filled(oauth2ClientId), loadBalancingScheme };
  }
  if (look.problem.status !== 404) return unread(node, look.problem);
  // Asked for by a spelling this method does not take: the list tells.
  const list = await google.compute.backendServices(project, call);
  if (!list.ok) return unread(node, list.problem);
  const own = list.value.find((one) => (one.id === service || one.name === service) && one.region === region);
  if (!own) return unread(node, look.problem);
  const { oauth2ClientId, loadBalancingScheme } = own;
  return { ...NOTHING, oauthClientId: filled(oauth2ClientId), loadBalancingScheme };
}

const filled = (text: string | undefined): string | undefined => (text === '' ? undefined : text);

const unread = (node: string, problem: LookProblem): BehindRead => ({
  ...NOTHING,
  read: false,
  problem: { node, problem },
});
