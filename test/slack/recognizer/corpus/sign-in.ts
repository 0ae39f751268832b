/** Sign-ins that go round in circles, and the wrong account. */
import { examples } from './example.js';

export const signIn = examples(
  'sign-in',
  `
dashboard | stuck in a login loop on dash
dashboard | dash keeps redirecting me to google sign in
grafana | grafana.acme.test: too many redirects
grafana | Grafana sends me back to the Google login over and over
payroll | payroll asks me to sign in again and again, endless loop
orders | ERR_TOO_MANY_REDIRECTS on orders.acme.test, cleared cookies already
kibana | infinite redirect when I open kibana
airflow | airflow keeps logging me out every few seconds
wiki | I can't sign in to the wiki with my work account
wiki | sign-in for wiki.acme.test fails with "Error 400: redirect_uri_mismatch"
admin | admin.acme.test login loop, tried incognito too
hr | hr.acme.test keeps asking me to log in
atlas | atlas: after choosing my google account i land on the account chooser again, cant get in
sentry-internal | sentry.acme.test says Error 403: access_denied on the google consent screen
reports | google tells me "Access blocked: this app's request is invalid" when i sign in to reports.acme.test
docs | I'm stuck on the sign-in page of docs.acme.test
dashboard | every time I log in to dash it throws me back to the login page
grafana | cannot authenticate to grafana, it picks my private gmail and then refuses
payroll | login to payroll impossible since 9am
kibana | logs.acme.test wants me to login every 5 mins then 401
status | status.acme.test just loops between google and itself
airflow | signed in with the wrong account on airflow.acme.test and now I only get "You don't have access", how do I switch?
`,
);
