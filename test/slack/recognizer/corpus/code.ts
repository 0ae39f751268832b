/** In-App Purchase, and talk about code, tests and pull requests. */
import { examples } from './example.js';

export const code = examples(
  'code',
  `
- | IAP is broken on iOS, sandbox tester can't buy
- | IAP error code 7 in the play store build
- | StoreKit returns 403 on receipt validation for IAP
- | our IAP revenue dashboard shows a dip
- | in-app purchases get rejected since the update, dashboard shows 0
- | anyone know why the IAP purchase token is unauthorized?
- | in app billing: permission denied on play console for the orders api
- | the orders handler should return 403 instead of 404
- | dashboard returns a 403 when the user has no role, is that what we want?
- | my test for orders expects a 401 but gets a 200
- | PR up: map PERMISSION_DENIED to a friendlier text in dash
- | can you review my PR? it fixes the 403 page of grafana plugin
- | refactored the access denied page of the dashboard, screenshots in the PR
- | should admin respond with 401 or 403 if the token is expired?
- | we could retry on 403 in the orders client
- | added a unit test for forbidden requests to payroll
- | the e2e suite is flaky: "access denied" on orders in about 1 of 20 runs
- | TIL 401 means unauthenticated and 403 means forbidden, naming is hard
- | the swagger file of orders lists 403 for no reason
- | nit: "permisson denied" typo in docs middleware
- | let's throw Forbidden in the payroll controller when role is missing
- | const e = new Forbidden('no access to dash'); looks odd to me
- | here's the middleware:⏎\`\`\`if (!user) return res.status(403).send('forbidden') // dash\`\`\`⏎thoughts?
- | how would you model permissions in atlas? roles or attributes?
- | we need to add access levels to the reports schema
- | merged: orders now logs access denied events
- | lint fails on the forbidden import in admin/src
- | does anyone have a regex for 403 lines in the kibana export?
- | does grpc have a status for forbidden? PERMISSION_DENIED I think
- | I'm mocking the 401 from sentry-internal in the tests, works fine
- | rfc: replace the access matrix of payroll by groups
- | refresh tokens for orders: when do we get a 401 exactly, after 3600 s?
- | \`git push\` to atlas → remote: Permission to acme/atlas.git denied to tomas
- | we should handle 401 in the dash frontend and redirect to login
- | line 403 in orders.ts is unreachable
- | the new endpoint of orders checks permissions in the wrong order
- | consumable IAPs are not restored, storekit 2 bug?
- | Can anyone review the change to the access log format of grafana?
- | wrote a load test: 1.2% of requests to orders are 403, the rest 200
- | thinking about caching permission checks in admin for 60s, opinions?
- | on branch fix/403-page, dash looks better now
- | I'd expect a 403 here, not a redirect. Is that how atlas is specified?
`,
);
