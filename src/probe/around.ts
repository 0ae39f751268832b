/** Reads what Google's own records say about the place while the probe walks; whatever cannot be read is a blind spot. */
import { cureFor, type RightName } from '../google/permissions.js';
import type { CallContext, Google, LookProblem } from '../google/ports.js';
import { type IapResource, surfaceOf } from '../names/index.js';
import { type BehindRead, readBehind } from './around/behind.js';
import { fromSettings, readSettings, type SettingsRead } from './around/settings.js';
import type { Observation, Surroundings } from './observation.js';
import { withinSignal } from './wire/deadline.js';

type BlindSpot = Observation['blindSpots'][number];

export interface RecordsOptions {
  readonly google: Pick<Google, 'iap' | 'backends' | 'compute' | 'appEngine'>;
  /** Undefined: nobody knows what IAP resource stands there. */
  readonly resource: IapResource | undefined;
  /** For sentences: the name of the place or its host. */
  readonly name: string;
  /** Its signal ends everything here. */
  readonly call: CallContext;
}

export interface AroundOptions extends RecordsOptions {
  /** Records that are being read already. */
  readonly records?: Promise<Around> | undefined;
  /** What `why` says of the identity that is used; asked at once, so it may itself wait until that is known. */
  readonly access?: (() => Promise<Surroundings['access']>) | undefined;
}

export interface Around {
  readonly around: Surroundings;
  readonly blindSpots: readonly BlindSpot[];
}

/** Nothing could be seen. */
export const UNKNOWN: Surroundings = {
  settingsRead: false,
  oauthClientIds: [],
  clientsRead: false,
  programmaticClients: [],
  gcip: undefined,
  allowHttpOptions: undefined,
  reauth: undefined,
  allowedDomains: undefined,
  loadBalancingScheme: undefined,
  access: undefined,
};

/** Records and explanation at once. Never throws, and ends when the call's signal fires, with what is there by then. */
export async function lookAround({ access, records, ...options }: AroundOptions): Promise<Around> {
  const [{ around, blindSpots }, explained] = await Promise.all([
    records ?? readRecords(options),
    access && orNothing(access, options.call.signal),
  ]);
  return { around: { ...around, access: explained }, blindSpots };
}

/** What Google's records say of the place: enough to know which client IAP uses. Never throws; ends with the signal. */
export async function readRecords({ google, resource, name, call }: RecordsOptions): Promise<Around> {
  if (!resource || surfaceOf(resource) !== 'web')
    return {
      around: UNKNOWN,
      blindSpots: [
        {
          code: 'service-not-found',
          what: `I do not know which IAP resource stands behind ${name}, so I read none of its settings.`,
          needs: 'its resource name in the configuration (services[].resource)',
        },
      ],
    };
  const [settings, behind] = await Promise.all([
    readSettings(google, resource, call),
    readBehind(google, resource, call),
  ]);
  return { around: joined(settings, behind), blindSpots: spotsOf(settings, behind) };
}

function joined(settings: SettingsRead, behind: BehindRead): Surroundings {
  const set = fromSettings(settings);
  const own = behind.oauthClientId === undefined ? [] : [behind.oauthClientId];
  return {
    ...set,
    oauthClientIds: [...new Set([...set.oauthClientIds, ...own])],
    clientsRead: set.settingsRead && behind.read,
    loadBalancingScheme: behind.loadBalancingScheme,
    access: undefined,
  };
}

/** The explanation is not worth a broken answer: when it fails or comes too late there is none. */
async function orNothing(
  access: () => Promise<Surroundings['access']>,
  signal: AbortSignal,
): Promise<Surroundings['access']> {
  try {
    return await withinSignal(access(), signal);
  } catch {
    return undefined;
  }
}

function spotsOf(settings: SettingsRead, behind: BehindRead): BlindSpot[] {
  const spots: BlindSpot[] = [];
  if (settings.problem)
    spots.push(
      spotOf(`the IAP settings of ${settings.problem.node}`, settings.problem.problem, 'iap-settings'),
    );
  if (behind.problem) {
    const right = behind.problem.problem.api === 'appengine' ? 'app-engine' : 'load-balancers';
    spots.push(spotOf(behind.problem.node, behind.problem.problem, right));
  }
  return spots;
}

function spotOf(thing: string, problem: LookProblem, right: RightName): BlindSpot {
  const what = `I could not read ${thing}`;
  switch (problem.kind) {
    case 'throttled':
      return {
        code: 'api-throttled',
        what: `${what}: Google throttled me.`,
        needs: 'waiting a minute and asking again',
      };
    case 'deadline':
      return {
        code: 'deadline-exceeded',
        what: `${what} in time.`,
        needs: 'asking again, or a longer --timeout',
      };
    case 'unavailable':
    case 'malformed':
    case 'not-held':
      return {
        code: 'api-unavailable',
        what: `${what}: Google did not answer as it should.`,
        needs: 'asking again in a moment',
      };
    case 'api-disabled':
      return {
        code: 'policy-not-readable',
        what: `${what}: ${problem.api}.googleapis.com is switched off.`,
        needs: `enabling ${problem.api}.googleapis.com in the project I am billed to, and ${cureFor(right)}`,
      };
    case 'not-found':
    case 'invalid':
      return {
        code: 'service-not-found',
        what: `${what}: there is none of that name, or it is hidden from me.`,
        needs: `the right resource name in the configuration (services[].resource), or ${cureFor(right)} if it is hidden`,
      };
    case 'forbidden':
    case 'edition':
      return {
        code: 'policy-not-readable',
        what: `${what}: I may not, or there is no such thing.`,
        needs: cureFor(right),
      };
  }
}
