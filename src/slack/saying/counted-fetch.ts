/** Counts every call of Slack by its method and what came of it, where all of them pass: at `fetch`. */
import type { Metrics } from '../../metrics/ports.js';

type Fetch = typeof fetch;
type Result = 'ok' | 'refused' | 'limited' | 'timeout' | 'failed';

/** The method of a Web API address (`…/api/chat.postMessage`); posts to a command's own address have none. */
function methodOf(input: string | URL | Request): string {
  const address = input instanceof Request ? input.url : String(input);
  const method = /\/api\/([a-z][a-zA-Z0-9.]*)(?:\?|$)/.exec(address)?.[1];
  return method ?? 'response_url';
}

/** Slack says no with 200 and `"ok":false`; a limit comes as 429, or by its name. */
function resultOf(status: number, body: string): Result {
  if (status === 429) return 'limited';
  if (status >= 500) return 'failed';
  if (/"ok"\s*:\s*false/.test(body)) return /"ratelimited"/.test(body) ? 'limited' : 'refused';
  return status >= 200 && status < 300 ? 'ok' : 'refused';
}

/** The same `fetch`, counted. What is read of an answer is a copy, and a body that breaks off counts as failed. */
export function countedFetch(metrics: Metrics, onwards: Fetch = fetch): Fetch {
  return async (input, init) => {
    const method = methodOf(input);
    const count = (result: Result): void => {
      metrics.count('slack_requests_total', { method, result });
      if (result === 'limited') metrics.count('slack_rate_limited_total', { method });
    };
    try {
      const response = await onwards(input, init);
      response
        .clone()
        .text()
        .then(
          (body) => count(resultOf(response.status, body)),
          () => count('failed'),
        );
      return response;
    } catch (error) {
      count(error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'failed');
      throw error;
    }
  };
}
