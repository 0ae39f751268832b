/** Who a principal means, form by form. */
import { describe, expect, it } from 'vitest';
import { parseDenyPrincipal, parsePrincipalSet } from '../../src/names/index.js';
import { matchMember } from '../../src/policy/member.js';
import { container, customer, email, hidden, identity, isHidden, isIn, isOut, known, member } from './kit.js';

const POOL = 'locations/global/workforcePools/partners';
const federated = `principal://iam.googleapis.com/${POOL}/subject/maya@partner.test`;
const account = 'serviceAccount:ci@acme-prod.iam.gserviceaccount.com';
const ask = (text: string, options: Parameters<typeof identity>[0] = {}) =>
  matchMember(member(text), identity(options));
const truth = (text: string, options: Parameters<typeof identity>[0] = {}) => ask(text, options).truth;
const code = (text: string, options: Parameters<typeof identity>[0] = {}) => {
  const match = ask(text, options);
  return match.truth === 'false' ? match.code : match.truth;
};

describe('people', () => {
  it('matches the primary address whatever its case, and tells a chain of one', () => {
    expect(ask('user:Maya@ACME.test')).toEqual({ truth: 'true', via: ['user:maya@acme.test'], traced: true });
  });

  it('goes by the primary address when it was asked by an alias', () => {
    const asked = { ...identity({ who: 'maya.k@acme.test' }), email: email('maya@acme.test') };
    expect(matchMember(member('user:maya@acme.test'), asked)).toMatchObject({ via: ['user:maya@acme.test'] });
    expect(matchMember(member('domain:acme.test'), asked)).toMatchObject({
      via: ['user:maya@acme.test', 'domain:acme.test'],
    });
  });

  it('takes another person for a stranger without a reason code', () => {
    expect(ask('user:bob@acme.test')).toMatchObject({ truth: 'false', code: undefined, odd: false });
  });

  it('says neither yes nor no where a policy names an alias of the person', () => {
    const match = ask('user:maya.k@acme.test', { aliases: ['maya.k@acme.test'] });
    expect(match).toMatchObject({ truth: 'unknown', missing: { code: 'other-account' } });
  });

  it('says neither yes nor no for another spelling of the same Gmail address', () => {
    const match = ask('user:may.a+iap@googlemail.com', { who: 'm.aya@gmail.com' });
    expect(match).toMatchObject({ truth: 'unknown', missing: { code: 'other-account' } });
  });

  it('suspects another account behind the same name elsewhere, but not behind a shared mailbox', () => {
    expect(code('user:maya@gmail.com')).toBe('other-account');
    expect(code('user:support@gmail.com', { who: 'support@acme.test' })).toBeUndefined();
    expect(code('user:al@gmail.com', { who: 'al@acme.test' })).toBeUndefined();
  });

  it('is not certain about an address written under the wrong type', () => {
    expect(truth('serviceAccount:maya@acme.test')).toBe('unknown');
    expect(truth('user:ci@acme-prod.iam.gserviceaccount.com', { who: account })).toBe('unknown');
  });
});

describe('service accounts', () => {
  it('matches the very account only', () => {
    expect(truth(account, { who: account })).toBe('true');
    expect(truth('serviceAccount:cd@acme-prod.iam.gserviceaccount.com', { who: account })).toBe('false');
  });

  it('is not meant by a domain of people', () => {
    expect(code('domain:acme.test', { who: account })).toBe('outside-domain');
  });

  it('is in the set of the containers it lives in', () => {
    const home = known([container('projects/111'), container('organizations/7')]);
    const set = (name: string) =>
      `principalSet://cloudresourcemanager.googleapis.com/${name}/type/ServiceAccount`;
    expect(truth(set('organizations/7'), { who: account, home })).toBe('true');
    expect(truth(set('folders/9'), { who: account, home })).toBe('false');
    expect(truth(set('organizations/7'), { home })).toBe('false');
    expect(truth(set('organizations/7'), { who: account, home: hidden('directory-not-readable') })).toBe(
      'unknown',
    );
    expect(truth(set('organizations/7'), { who: account, home: known([]) })).toBe('unknown');
  });

  it('does not guess that a project id and a project number differ', () => {
    const home = known([container('projects/acme-prod')]);
    const set = 'principalSet://cloudresourcemanager.googleapis.com/projects/111/type/ServiceAccount';
    expect(truth(set, { who: account, home })).toBe('unknown');
  });

  it('tells service agents from other service accounts', () => {
    const home = known([container('projects/111')]);
    const set = 'principalSet://cloudresourcemanager.googleapis.com/projects/111/type/';
    const agent = 'serviceAccount:service-111@gcp-sa-iap.iam.gserviceaccount.com';
    expect(truth(`${set}ServiceAgent`, { who: account, home })).toBe('false');
    expect(truth(`${set}ServiceAgent`, { who: agent, home })).toBe('true');
    expect(truth(`${set}ServiceAccount`, { who: agent, home })).toBe('unknown');
  });
});

describe('groups', () => {
  const group = 'group:dash-users@acme.test';
  const answers = (answer: ReturnType<typeof isIn>) => ({ groups: { 'dash-users@acme.test': answer } });

  it('tells the chain from the person to the bound group', () => {
    const nested = isIn('maya@acme.test', 'eng@acme.test', 'dash-users@acme.test');
    expect(ask(group, answers(nested))).toEqual({
      truth: 'true',
      via: ['user:maya@acme.test', 'group:eng@acme.test', 'group:dash-users@acme.test'],
      traced: true,
    });
  });

  it('names the bound group once where the way into it is not known', () => {
    const untraced = { in: 'yes', path: { chain: [], traced: false } } as const;
    expect(ask(group, { groups: { 'dash-users@acme.test': untraced } })).toEqual({
      truth: 'true',
      via: ['user:maya@acme.test', group],
      traced: false,
    });
  });

  it.each([
    ['not-a-member', 'not-in-group'],
    ['group-missing', 'group-missing'],
    ['membership-expired', 'membership-expired'],
    ['membership-restricted', 'membership-restricted'],
  ] as const)('turns %s into %s', (why, expected) => {
    expect(ask(group, answers(isOut(why)))).toMatchObject({
      truth: 'false',
      code: expected,
      group: 'dash-users@acme.test',
    });
  });

  it('is unknown where the group could not be read', () => {
    expect(ask(group, answers(isHidden))).toMatchObject({
      truth: 'unknown',
      missing: { code: 'groups-not-readable' },
    });
  });
});

describe('domains and customers', () => {
  it('goes by the customer, not by what the address ends in', () => {
    expect(truth('domain:acme.test', { who: 'maya@acme-labs.test' })).toBe('true');
    expect(code('domain:acme.test', { domains: { 'acme.test': known(false) } })).toBe('outside-domain');
    expect(truth('domain:acme.test', { domains: { 'acme.test': hidden('directory-not-readable') } })).toBe(
      'unknown',
    );
  });

  it('matches a customer by the person, and leaves its service accounts open', () => {
    const set = parseDenyPrincipal('principalSet://goog/cloudIdentityCustomerId/C0acme');
    expect(matchMember(set, identity()).truth).toBe('true');
    expect(matchMember(set, identity({ customer: known(customer('C0other')) }))).toMatchObject({
      code: 'outside-domain',
    });
    expect(matchMember(set, identity({ customer: hidden('directory-not-readable') })).truth).toBe('unknown');
    expect(matchMember(set, identity({ who: account })).truth).toBe('unknown');
    expect(matchMember(set, identity({ who: account, customer: known(customer('C0other')) })).truth).toBe(
      'false',
    );
    expect(matchMember(set, identity({ who: federated }))).toMatchObject({ code: 'federated-not-matched' });
  });

  it('puts people and nobody else into a Workspace set', () => {
    const set = parsePrincipalSet('//iam.googleapis.com/locations/global/workspace/C0acme');
    expect(matchMember(set, identity()).truth).toBe('true');
    expect(matchMember(set, identity({ who: account })).truth).toBe('false');
    expect(matchMember(set, identity({ who: federated })).truth).toBe('false');
  });
});

describe('everybody', () => {
  it('means all by allUsers', () => {
    for (const who of ['maya@acme.test', account, federated]) expect(truth('allUsers', { who })).toBe('true');
  });

  it('means all Google accounts by allAuthenticatedUsers, and no federated identity', () => {
    expect(truth('allAuthenticatedUsers')).toBe('true');
    expect(truth('allAuthenticatedUsers', { who: account })).toBe('true');
    expect(code('allAuthenticatedUsers', { who: federated })).toBe('federated-not-matched');
  });
});

describe('federated identities', () => {
  const set = `principalSet://iam.googleapis.com/${POOL}`;

  it('matches exactly its own principal and its pool', () => {
    expect(truth(federated, { who: federated })).toBe('true');
    expect(truth(federated.replace('maya', 'Maya'), { who: federated })).toBe('false');
    expect(truth(`${set}/*`, { who: federated })).toBe('true');
    expect(truth(`${set}x/*`, { who: federated })).toBe('false');
    expect(truth(federated)).toBe('false');
    expect(truth(`${set}/*`)).toBe('false');
  });

  it('cannot tell groups and attributes of its own pool', () => {
    expect(truth(`${set}/group/eng`, { who: federated })).toBe('unknown');
    expect(truth(`${set}/attribute.team/eng`, { who: federated })).toBe('unknown');
    expect(truth(`${set}x/group/eng`, { who: federated })).toBe('false');
    expect(truth(`${set}/group/eng`)).toBe('false');
  });

  it('is not the Google account of the same name', () => {
    expect(code('user:maya@partner.test', { who: federated })).toBe('federated-not-matched');
    expect(code('user:bob@partner.test', { who: federated })).toBeUndefined();
    expect(code('domain:partner.test', { who: federated })).toBe('federated-not-matched');
  });

  it('suspects the workload of the same name behind the older GKE form', () => {
    const workload =
      'principal://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/acme-prod.svc.id.goog/subject/ns/web/sa/app';
    expect(truth('serviceAccount:acme-prod.svc.id.goog[web/app]', { who: workload })).toBe('unknown');
    expect(truth('serviceAccount:acme-prod.svc.id.goog[web/other]', { who: workload })).toBe('false');
    expect(truth('serviceAccount:acme-prod.svc.id.goog[web/app]')).toBe('false');
  });
});

describe('deleted principals', () => {
  it('never matches the account made anew, and says so', () => {
    expect(code('deleted:user:maya@acme.test?uid=123')).toBe('deleted-principal');
    expect(code(`deleted:${account}?uid=1`, { who: account })).toBe('deleted-principal');
    expect(code(`deleted:${federated}`, { who: federated })).toBe('deleted-principal');
  });

  it('tells of a deleted group, and of nobody else’s deleted account', () => {
    expect(code('deleted:group:dash-users@acme.test?uid=123')).toBe('deleted-principal');
    expect(code('deleted:user:bob@acme.test?uid=123')).toBeUndefined();
  });
});

describe('sets of boundary bindings', () => {
  const organization = parsePrincipalSet('//cloudresourcemanager.googleapis.com/organizations/7');
  const project = parsePrincipalSet('//cloudresourcemanager.googleapis.com/projects/111');
  const owned = { customerOf: () => known(customer('C0acme')) };

  it('puts people into the organisation of their own customer only', () => {
    expect(matchMember(organization, identity(), owned).truth).toBe('true');
    expect(matchMember(organization, identity({ customer: known(customer('C0other')) }), owned).truth).toBe(
      'false',
    );
    expect(matchMember(organization, identity({ customer: known(undefined) }), owned).truth).toBe('false');
    expect(
      matchMember(organization, identity({ customer: hidden('directory-not-readable') }), owned).truth,
    ).toBe('unknown');
    expect(matchMember(organization, identity()).truth).toBe('unknown');
    expect(matchMember(project, identity(), owned).truth).toBe('false');
  });

  it('puts service accounts into everything above them', () => {
    const home = known([container('projects/111'), container('organizations/7')]);
    expect(matchMember(organization, identity({ who: account, home })).truth).toBe('true');
    expect(matchMember(project, identity({ who: account, home })).truth).toBe('true');
  });

  it('knows the project of a workload pool and asks for the rest', () => {
    const who =
      'principal://iam.googleapis.com/projects/111/locations/global/workloadIdentityPools/ci/subject/repo';
    expect(matchMember(project, identity({ who })).truth).toBe('true');
    expect(matchMember(organization, identity({ who })).truth).toBe('unknown');
    expect(matchMember(project, identity({ who: federated })).truth).toBe('false');
  });
});

describe('forms that do not belong', () => {
  it.each(['projectOwner:acme-prod', 'user:', 'group:not an address', 'nonsense', '', 'ALLUSERS'])(
    'takes %j for nobody and marks it as odd',
    (text) => {
      expect(ask(text)).toMatchObject({ truth: 'false', odd: true });
    },
  );

  it.each([
    'principalHierarchy://iam.googleapis.com/whatever',
    'principalSet://cloudresourcemanager.googleapis.com/organizations/7',
    'tribe:eng@acme.test',
    'User:maya@acme.test',
  ])('does not deny that %j may mean somebody', (text) => {
    expect(ask(text)).toMatchObject({ truth: 'unknown', missing: { code: 'policy-not-readable' } });
  });

  it('knows that a form of a pool means no Google account', () => {
    const text = `principalSet://iam.googleapis.com/${POOL}/newform/x`;
    expect(truth(text)).toBe('false');
    expect(truth(text, { who: federated })).toBe('unknown');
  });

  it('never takes an agent for a person', () => {
    expect(truth('principal://agents.global.org-7.system.id.goog/resources/x')).toBe('false');
  });
});
