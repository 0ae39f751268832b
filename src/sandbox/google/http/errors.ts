/** Google's error bodies: the modern `google.rpc.Status` form and the older form of Compute and the Admin SDK. */

/** What goes over the wire. A string body is sent as HTML, which is how Google's front end refuses. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ErrorDetail {
  readonly '@type': string;
  readonly [field: string]: unknown;
}

/** An error a route gives instead of an answer. Thrown by helpers deep in a route, turned into a reply in one place. */
export class GoogleApiError extends Error {
  readonly reply: Reply;
  constructor(reply: Reply, message: string) {
    super(message);
    this.name = 'GoogleApiError';
    this.reply = reply;
  }
}

const STATUS: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
};

/** `{error:{code,message,status,details}}`. */
export function rpcError(
  code: number,
  message: string,
  details: readonly ErrorDetail[] = [],
): GoogleApiError {
  const error = {
    code,
    message,
    status: STATUS[code] ?? 'UNKNOWN',
    ...(details.length > 0 ? { details } : {}),
  };
  return new GoogleApiError({ status: code, body: { error } }, message);
}

/** `{error:{code,message,errors:[{message,domain,reason}]}}`, as Compute and the Admin SDK write it. */
export function legacyError(code: number, message: string, reason: string): GoogleApiError {
  const error = { code, message, errors: [{ message, domain: 'global', reason }] };
  return new GoogleApiError({ status: code, body: { error } }, message);
}

export function errorInfo(
  reason: string,
  domain: string,
  metadata: Readonly<Record<string, string>> = {},
): ErrorDetail {
  return { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason, domain, metadata };
}

/** IAM's usual refusal: it does not tell whether the resource exists. */
export function permissionDenied(permission: string, resource: string): GoogleApiError {
  return rpcError(403, `Permission '${permission}' denied on resource '${resource}' (or it may not exist).`, [
    errorInfo('IAM_PERMISSION_DENIED', 'iam.googleapis.com', { permission, resource }),
  ]);
}

export function notFound(message = 'Requested entity was not found.'): GoogleApiError {
  return rpcError(404, message);
}

export function invalidArgument(message: string): GoogleApiError {
  return rpcError(400, message);
}

/** What Google's front end says to a path that no API has. */
export function unknownPath(path: string): Reply {
  const shown = path.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
  return {
    status: 404,
    headers: { 'content-type': 'text/html; charset=UTF-8', 'referrer-policy': 'no-referrer' },
    body: `<!DOCTYPE html>\n<html lang=en>\n  <meta charset=utf-8>\n  <title>Error 404 (Not Found)!!1</title>\n  <p><b>404.</b> <ins>That’s an error.</ins>\n  <p>The requested URL <code>${shown}</code> was not found on this server.  <ins>That’s all we know.</ins>\n`,
  };
}
