/** What `<who>` may look like, from a keyboard and from Slack, and what each mistake is answered with. */
import { describe, expect, it } from 'vitest';
import { parseWho } from '../../src/names/index.js';

const user = (email: string) => ({ kind: 'subject', subject: { kind: 'user', email } });
const account = (email: string) => ({ kind: 'subject', subject: { kind: 'serviceAccount', email } });
const ROBOT = 'ci-deployer@acme-prod.iam.gserviceaccount.com';
const WORKFORCE = 'principal://iam.googleapis.com/locations/global/workforcePools/acme/subject/Ana.B@ext';

describe('who is understood', () => {
  it.each([
    ['maya@acme.test', user('maya@acme.test')],
    ['Alice@ACME.test', user('alice@acme.test')],
    ['user:maya@acme.test', user('maya@acme.test')],
    ['maya+test@acme.test', user('maya+test@acme.test')],
    ['  maya@acme.test  ', user('maya@acme.test')],
    ['maya@acme.test.', user('maya@acme.test')],
    ['maya@acme.test,', user('maya@acme.test')],
    ['maya@acme.test?', user('maya@acme.test')],
    ['(maya@acme.test)', user('maya@acme.test')],
    ['"maya@acme.test"', user('maya@acme.test')],
    ['\u201Cmaya@acme.test\u201D', user('maya@acme.test')],
    ['\u2018maya@acme.test\u2019', user('maya@acme.test')],
    ['`maya@acme.test`', user('maya@acme.test')],
    ['*maya@acme.test*', user('maya@acme.test')],
    ['_maya@acme.test_', user('maya@acme.test')],
    ['<maya@acme.test>', user('maya@acme.test')],
    ['&lt;maya@acme.test&gt;', user('maya@acme.test')],
    ['mailto:maya@acme.test', user('maya@acme.test')],
    ['<mailto:maya@acme.test|maya@acme.test>', user('maya@acme.test')],
    ['<mailto:Maya@acme.test|maya@ACME.test>', user('maya@acme.test')],
    ['<mailto:maya@acme.test>', user('maya@acme.test')],
    ['<mailto:maya@acme.test|maya@acme.test>,', user('maya@acme.test')],
    ['<mailto:a&amp;b@acme.test|a&amp;b@acme.test>', user('a&b@acme.test')],
    [
      '\uFF4D\uFF41\uFF59\uFF41\uFF20\uFF41\uFF43\uFF4D\uFF45\uFF0E\uFF54\uFF45\uFF53\uFF54',
      user('maya@acme.test'),
    ],
    ['ma\u200Bya@acme\u2060.test\uFEFF', user('maya@acme.test')],
    ['\u2068maya@acme.test\u2069', user('maya@acme.test')],
    [ROBOT, account(ROBOT)],
    [`serviceAccount:${ROBOT}`, account(ROBOT)],
    [`serviceAccount:<mailto:${ROBOT}|${ROBOT}>`, account(ROBOT)],
    ['1234-compute@developer.gserviceaccount.com', account('1234-compute@developer.gserviceaccount.com')],
    ['principal://goog/subject/maya@acme.test', user('maya@acme.test')],
    [`principal://iam.googleapis.com/projects/-/serviceAccounts/${ROBOT}`, account(ROBOT)],
    [WORKFORCE, { kind: 'subject', subject: { kind: 'federated', raw: WORKFORCE } }],
    [
      'principal://<http://iam.googleapis.com/locations/global/workforcePools/acme/subject/Ana.B|iam.googleapis.com/locations/global/workforcePools/acme/subject/Ana.B>',
      {
        subject: {
          raw: 'principal://iam.googleapis.com/locations/global/workforcePools/acme/subject/Ana.B',
          principal: { kind: 'federatedSubject', subject: 'Ana.B' },
        },
      },
    ],
    ['me', { kind: 'me' }],
    ['Me', { kind: 'me' }],
    ['me?', { kind: 'me' }],
    ['<@U0123ABCD>', { kind: 'slackUser', id: 'U0123ABCD' }],
    ['<@W0123ABCD|maya.lee>', { kind: 'slackUser', id: 'W0123ABCD' }],
    ['<@U0123ABCD|maya>,', { kind: 'slackUser', id: 'U0123ABCD' }],
  ])('%s', (text, value) => {
    expect(parseWho(text)).toMatchObject({ ok: true, value });
  });

  it('keeps what was asked in its own letters, without what stands around it', () => {
    expect(parseWho('<mailto:Alice@ACME.test|Alice@ACME.test>,')).toMatchObject({
      value: { asked: 'Alice@ACME.test' },
    });
  });

  it('keeps a federated subject letter by letter: pools decide for themselves what differs', () => {
    const raw = 'principal://iam.googleapis.com/locations/global/workforcePools/acme/subject/\uFF21na\u00E9';
    expect(parseWho(raw)).toMatchObject({ value: { subject: { raw } } });
  });
});

describe('who is refused, with a sentence and a form that works', () => {
  it.each([
    ['', /^Who is missing/, 'me'],
    ['group:eng@acme.test', /`eng@acme.test` is a group: a group cannot sign in/, 'name@acme.test'],
    ['domain:acme.test', /is a domain: a domain cannot sign in/, 'name@acme.test'],
    ['acme.test', /is a domain: a domain cannot sign in/, 'name@acme.test'],
    ['allUsers', /stands for everybody/, 'me'],
    ['allAuthenticatedUsers', /stands for everybody/, 'me'],
    ['projectOwner:acme-prod', /everybody with that role/, 'me'],
    ['deleted:user:maya@acme.test?uid=123', /is a deleted account/, 'maya@acme.test'],
    [
      'principalSet://iam.googleapis.com/locations/global/workforcePools/acme/group/eng',
      /a set cannot sign in/,
      'principal://iam.googleapis.com/locations/global/workforcePools/acme/subject/NAME',
    ],
    [
      'serviceAccount:acme-prod.svc.id.goog[shop/web]',
      /old spelling of a Kubernetes account/,
      'principal://iam.googleapis.com/projects/NUMBER/locations/global/workloadIdentityPools/acme-prod.svc.id.goog/subject/ns/shop/sa/web',
    ],
    ['principal://iam.googleapis.com/nonsense', /is not an identity I can read/, /^principal:\/\//],
    ['<#C0123ABCD|general>', /A Slack channel cannot sign in/, 'me'],
    ['<!subteam^S0123ABCD|@eng>', /A Slack user group cannot sign in/, 'me'],
    ['<!here>', /A Slack broadcast cannot sign in/, 'me'],
    ['@maya', /Slack did not turn `@maya` into a person/, 'maya@example.com'],
    ['U0123ABCD', /looks like a Slack id/, '<@U0123ABCD>'],
    ['maya', /is not an e-mail address/, 'maya@example.com'],
    ['maya@acme', /is not an e-mail address/, 'maya@acme.com'],
    ['maya@@acme.test', /is not an e-mail address/, 'maya@acme.test'],
    ['maya@acme..test', /is not an e-mail address/, 'maya@acme.test'],
    ['maya@acme,test', /is not an e-mail address/, 'maya@acme.test'],
    ["maya@acme.test's", /is not an e-mail address/, 'maya@acme.test'],
    ['Maya Lee &lt;maya@acme.test&gt;', /is not an e-mail address/, 'maya@acme.test'],
    ['https://dash.acme.test', /is a place, not a person/, 'me'],
    ['projects/1/iap_web', /is a place, not a person/, 'me'],
    ['sa:maya@acme.test', /`sa` is not a kind of identity/, 'maya@acme.test'],
    ['x'.repeat(3000), /too long/, 'me'],
  ])('%s', (text, message, nearest) => {
    const typed = parseWho(text);
    expect(typed).toMatchObject({ ok: false, mistake: { message: expect.stringMatching(message) } });
    if (typed.ok) return;
    if (typeof nearest === 'string') expect(typed.mistake.nearest).toBe(nearest);
    else expect(typed.mistake.nearest).toMatch(nearest);
  });

  it('a link that shows one address and stands for another', () => {
    const typed = parseWho('<mailto:eve@evil.test|maya@acme.test>');
    expect(typed).toEqual({
      ok: false,
      mistake: {
        message: 'The link shows `maya@acme.test` but stands for `eve@evil.test`: type the address itself.',
        nearest: 'maya@acme.test',
      },
    });
    expect(parseWho('<https://evil.test|maya@acme.test>').ok).toBe(false);
    expect(parseWho('<mailto:eve@evil.test|Maya>').ok).toBe(false);
  });

  it.each([
    ['m\u0430ya@acme.test', 'U+0430', 'name@acme.test'],
    ['may\u0251@acme.test', 'U+0251', 'name@acme.test'],
    ['\u212Aim@acme.test', 'U+212A', 'name@acme.test'],
    ['maya@\u0430cme.test', 'U+0430', 'name@example.com'],
    ['\u{1D426}aya@acme.test', 'U+1D426', 'name@acme.test'],
    ['maya@acme.te\uFB01', 'U+FB01', 'name@example.com'],
    ['\u202Etset.emca@ayam', 'U+202E', 'name@example.com'],
  ])('a look-alike is never folded into another address: %s', (text, point, nearest) => {
    const typed = parseWho(text);
    expect(typed.ok).toBe(false);
    if (typed.ok) return;
    expect(typed.mistake.message).toContain(point);
    expect(typed.mistake.nearest).toBe(nearest);
  });
});
