/** The smallest Bolt app there is: it acknowledges every `/iap` and answers a fixed text. What ours is measured against. */
import process from 'node:process';
import bolt from '@slack/bolt';

const { SLACK_API_URL: slackApiUrl, SLACK_BOT_TOKEN: token, SLACK_APP_TOKEN: appToken, PORT } = process.env;
const app = new bolt.App({
  token,
  clientOptions: { slackApiUrl },
  logLevel: bolt.LogLevel.ERROR,
  ...(appToken === undefined
    ? { signingSecret: process.env.SLACK_SIGNING_SECRET }
    : { socketMode: true, appToken }),
});
app.command('/iap', async ({ ack, respond }) => {
  await ack();
  await respond({ text: 'maya@acme.test can not open dashboard.', response_type: 'ephemeral' });
});
await app.start(Number(PORT));
process.stderr.write('iap-doctor is ready\n');
