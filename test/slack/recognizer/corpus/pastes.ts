/** Error texts, pasted as they were. */
import { examples } from './example.js';

export const pastes = examples(
  'pastes',
  `
orders | getting this from orders, any idea?⏎\`\`\`Error: 7 PERMISSION_DENIED: Received HTTP status code 403\`\`\`
orders | orders.acme.test:443⏎\`\`\`ERROR:⏎  Code: Unauthenticated⏎  Message: unexpected HTTP status code received from server: 401 (Unauthorized)\`\`\`⏎what am i missing
orders | my grpc client dies with \`16 UNAUTHENTICATED: Received HTTP status code 401\` against orders-api since today
orders | \`\`\`rpc error: code = PermissionDenied desc = unexpected HTTP status code received from server: 403 (Forbidden); transport: received unexpected content-type "text/html"\`\`\`⏎this is orders, why?
payroll | \`\`\`Invalid IAP credentials: Unable to parse JWT\`\`\`⏎trying to call payroll.acme.test from a script, help
payroll | curl https://payroll.acme.test/api/runs gives me⏎\`\`\`Invalid IAP credentials: JWT audience doesn't match this application ('aud' claim (32555940559.apps.googleusercontent.com) doesn't match expected value (123-abc.apps.googleusercontent.com))\`\`\`
dashboard | There was a problem with your request. Error code 11⏎^ that is what https://dash.acme.test shows
dashboard | dash shows "There was a problem with your request. Error code 9", what does it mean?
grafana | \`\`\`You don't have access⏎Your client does not have permission to access grafana.acme.test.\`\`\`⏎😭
grafana | <https://grafana.acme.test> shows me⏎\`\`\`Error: Forbidden⏎Your client does not have permission to get URL / from this server.\`\`\`
kibana | kibana: \`Invalid IAP credentials: empty token\` whats that
airflow | triggering a dag with curl fails:⏎\`\`\`Invalid IAP credentials: JWT 'email' claim isn't a string\`\`\`⏎host is airflow.acme.test
airflow | \`\`\`google.auth.exceptions.RefreshError: ('invalid_grant: Bad Request')⏎requests.exceptions.HTTPError: 403 Client Error: Forbidden for url: https://airflow.acme.test/api/v1/dags\`\`\`⏎anyone seen this?
? | what does this mean?? \`4033: 'not authorized'\` when I ssh through the tunnel
? | \`\`\`ERROR: (gcloud.compute.start-iap-tunnel) Error while connecting [4033: 'not authorized'].\`\`\`⏎help please, deploy is blocked
? | \`\`\`Invalid IAP credentials: JWT signature is invalid\`\`\`⏎any ideas?
? | anybody know why I get \`Access denied. For user tom@acme.test\`?
wiki | wiki says⏎\`\`\`Access denied. For user ana@acme.test\`\`\`⏎but I'm an editor there
admin | I get this on the admin site: "Error 403: access_denied" "The developer hasn't given you access to this app" https://admin.acme.test
reports | scheduled export stopped:⏎\`\`\`HTTP/1.1 401 Unauthorized⏎x-goog-iap-generated-response: true⏎⏎Invalid IAP credentials: JWT is expired\`\`\`⏎target reports.acme.test, can someone help
sentry-internal | sentry-cli against sentry.acme.test⏎\`\`\`error: API request failed⏎  caused by: sentry reported an error: Invalid IAP credentials: empty token (http status: 401)\`\`\`⏎why
hr | <https://hr.acme.test/me> = \`blocked by CORS policy: No 'Access-Control-Allow-Origin' header\` and a 401 in the network tab. can't save my address
atlas | atlas.acme.test⏎\`\`\`There was a problem with your request. Error code 52\`\`\`⏎is it me or the server?
docs | Error: Server Error? no: "You don't have access" + my mail on docs.acme.test, see screenshot
orders | node client →⏎\`\`\`Error: 14 UNAVAILABLE: Received HTTP status code 502⏎Error: 16 UNAUTHENTICATED: Received HTTP status code 401⏎    at callErrorFromStatus (/app/node_modules/@grpc/grpc-js/build/src/call.js:32:19)⏎    at Object.onReceiveStatus (/app/node_modules/@grpc/grpc-js/build/src/client.js:193:76)\`\`\`⏎orders again... it worked before the cert rotation. who can look?
payroll | got this at payroll.acme.test: Invalid GCIP ID token: JWT signature is invalid. Never seen before?
dashboard | Maya reporting for the early shift.⏎⏎dash.acme.test:⏎\`\`\`403. That's an error.⏎Your client does not have permission to get URL /teams from this server. That's all we know.\`\`\`⏎⏎Tried: other browser, reboot. No luck.
grafana | The browser console says \`Failed to load resource: the server responded with a status of 403 ()\` on grafana.acme.test and the page stays white. Am I missing a permission?
kibana | \`\`\`curl: (22) The requested URL returned error: 403\`\`\`⏎that's me trying logs.acme.test with a token
orders | grpcurl orders.acme.test:443 list⏎\`\`\`Failed to list services: rpc error: code = Unauthenticated desc = unexpected HTTP status code received from server: 401 (Unauthorized)\`\`\`
? | gcloud compute ssh says \`Error while connecting [4033: 'not authorized'].\` Any idea whom I ask?
airflow | airflow.acme.test - "There was a problem with your request. Error code 13"?
`,
);
