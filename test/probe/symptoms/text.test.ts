/** Pasted errors give their codes; what people say gives none. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { symptomOfText } from '../../../src/probe/symptom-text.js';

const first = (text: string): string | undefined => symptomOfText(text)[0]?.code;

describe('pasted errors', () => {
  it.each([
    [
      "ERROR: (gcloud.compute.start-iap-tunnel) Error while connecting [4033: 'not authorized'].",
      'tunnel-not-authorized',
    ],
    ["Error while connecting [4047: 'Failed to lookup instance'].", 'tunnel-lookup-failed'],
    [
      "Error while connecting [4003: 'failed to connect to backend']. (Failed to connect to port 22)",
      'tunnel-backend-closed',
    ],
    ["Error while connecting [4010: 'destination read failed'].", 'tunnel-read-failed'],
    ['Error: 16 UNAUTHENTICATED: Received HTTP status code 401', 'grpc-hides-401'],
    ['Error: 7 PERMISSION_DENIED: Received HTTP status code 403', 'grpc-hides-403'],
    ['Error: 14 UNAVAILABLE: Received HTTP status code 502', 'grpc-unavailable'],
    [
      'rpc error: code = Unauthenticated desc = unexpected HTTP status code received from server: 401 (Unauthorized); transport: received unexpected content-type "text/html"',
      'grpc-hides-401',
    ],
    ['rpc error: code = Internal desc = server closed the stream without sending trailers', 'grpc-hides-401'],
    ['<_InactiveRpcError: status = StatusCode.UNKNOWN details = "Stream removed">', 'grpc-hides-401'],
    ['8 RESOURCE_EXHAUSTED: Received message larger than max (1853255785 vs 4194304)', 'grpc-client-too-old'],
    ['Invalid IAP credentials: empty token', 'no-credential'],
    ['I get Invalid IAP credentials: Unable to parse JWT since noon', 'token-unparsable'],
    ['Invalid IAP credentials: JWT signature is invalid', 'token-signature'],
    ['Invalid IAP credentials: JWT \u2018email\u2019 claim isn\u2019t a string', 'token-no-email'],
    [
      "Invalid IAP credentials: JWT audience doesn't match this application ('aud' claim (a) doesn't match expected value (b))",
      'token-audience',
    ],
    ['Invalid IAP credentials: Invalid bearer token. Invalid JWT audience.', 'token-audience-unlisted'],
    ['Invalid GCIP ID token: empty token', 'gcip-token-required'],
    ['DRTS: Access denied. For user ana@acme.test.', 'not-authorized'],
    ["You don't have access", 'not-authorized'],
    ['Empty Google Account OAuth client ID(s)/secret(s).', 'oauth-client-missing'],
    ['There was a problem with your request. Error code 9', 'sign-in-not-completed'],
    ['There was a problem with your request. Error code 11', 'oauth-client-mismatch'],
    [
      'Error: Server Error The server encountered a temporary error and could not complete your request. Please try again in 30 seconds.',
      'backend-unreachable',
    ],
    ['Access blocked: acme has not completed verification. Error 403: access_denied', 'consent-not-allowed'],
    ['Error 400: redirect_uri_mismatch', 'redirect-uri-mismatch'],
    ['Error 403: disallowed_useragent', 'disallowed-useragent'],
    ['ERR_TOO_MANY_REDIRECTS', 'redirect-loop'],
    ['NET::ERR_CERT_DATE_INVALID', 'tls-expired'],
    ['Error: Error creating Client: googleapi: Error 404 with google_iap_client.dash', 'api-retired'],
  ])('%s', (text, code) => {
    expect(first(text)).toBe(code);
  });

  it('are found through chat\u2019s own escapes and line breaks', () => {
    expect(first('help!\n&gt; Invalid IAP\ncredentials: empty token')).toBe('no-credential');
    expect(first('[4033: \u2018not authorized\u2019]')).toBe('tunnel-not-authorized');
  });

  it('come in the order in which they stand there, each once', () => {
    const found = symptomOfText(
      '16 UNAUTHENTICATED: Received HTTP status code 401 … then Received HTTP status code 401 and GOAWAY with NO_ERROR',
    );
    expect(found.map(({ code }) => code)).toEqual(['grpc-hides-401', 'stream-goaway']);
  });
});

const WORDS =
  `the a I you we dash dashboard payroll access denied to for user please grant permission can't get in anyone
else getting 401 403 502 error code token expired not authorized sign login page redirect loop IAP cookies grpc stream
unavailable certificate timeout reset connection refused closed audience invalid credentials UNKNOWN UNAUTHENTICATED
"don't" have lookup instance failed connect backend 30 seconds try again iap oauth clients brand everyone`
    .trim()
    .split(/\s+/);

describe('ordinary sentences', () => {
  it.each([
    "I don't have access to the dashboard, can somebody help? You don't have access either, right?",
    'anyone else getting a 403 on dash since lunch?',
    'My token has expired and I am not authorized any more',
    'access denied for me on payroll, error code 5 in the app',
    'The stream was removed from the repo; status UNKNOWN',
    'I failed to connect to the backend on port 4003',
    'we use google_iap_client in Terraform',
  ])('%s', (text) => {
    expect(symptomOfText(text)).toEqual([]);
  });

  const nothing = (text: string): void => {
    expect(symptomOfText(text)).toEqual([]);
  };

  it('give nothing, whatever words of the trade they are made of', () => {
    const sentence = fc.array(fc.constantFrom(...WORDS), { maxLength: 25 }).map((words) => words.join(' '));
    fc.assert(fc.property(sentence, nothing), { numRuns: 2000 });
    fc.assert(fc.property(fc.lorem({ maxCount: 40 }), nothing));
    fc.assert(fc.property(fc.string({ maxLength: 400 }), nothing));
  });

  it('never hang, however long they are', () => {
    const started = performance.now();
    symptomOfText('error google_iap_brand '.repeat(5000) + 'accounts.google.com/'.repeat(2000));
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
