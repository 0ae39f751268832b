/** The two problems the cache itself can report, worded from the key of what was asked. */
import type { Api, LookProblem } from '../google/ports.js';

const known: Record<Api, true> = {
  accesscontextmanager: true,
  admin: true,
  appengine: true,
  cloudasset: true,
  cloudidentity: true,
  cloudresourcemanager: true,
  compute: true,
  iam: true,
  iamcredentials: true,
  iap: true,
  logging: true,
  oauth2: true,
  orgpolicy: true,
  policytroubleshooter: true,
  privilegedaccessmanager: true,
  run: true,
};

/** Whether a text is one of the APIs' names. */
export const isApi = (text: string): text is Api => Object.hasOwn(known, text);

/** Reads API and resource back out of a key such as `iap.getIamPolicy projects/1/iap_web`. */
function partsOf(key: string): { readonly api: Api; readonly resource: string } {
  const space = key.indexOf(' ');
  const kind = space < 0 ? key : key.slice(0, space);
  const api = kind.split('.', 1)[0] ?? '';
  // A key that follows no convention still has to give a well-formed problem; its whole text is then the resource.
  return isApi(api)
    ? { api, resource: space < 0 ? key : key.slice(space + 1) }
    : { api: 'iap', resource: key };
}

/** The question's own time was over, or the read took longer than any read may. */
export function timeOver(key: string): LookProblem {
  return {
    kind: 'deadline',
    ...partsOf(key),
    message: 'The time for this question was over before the read had finished.',
  };
}

/** A read broke its promise never to throw: a fault of ours, reported as an answer that could not be read. */
export function threw(key: string, error: unknown): LookProblem {
  const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    kind: 'malformed',
    ...partsOf(key),
    message: `Reading failed unexpectedly: ${said.slice(0, 250)}`,
  };
}
