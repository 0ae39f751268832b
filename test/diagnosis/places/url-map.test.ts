/** A URL map sends a request where Google's load balancer would, and says so where a URL alone does not tell. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostFit } from '../../../src/diagnosis/places/host.js';
import { urlMapTarget } from '../../../src/diagnosis/places/url-map.js';
import type { PathMatcherInfo, RouteMatch, RouteTo, UrlMapInfo } from '../../../src/google/ports.js';
import { naiveTarget } from './naive-url-map.js';

const to = (...services: string[]): RouteTo => ({ services, redirect: undefined });
const nothing = to();
const match = (more: Partial<RouteMatch>): RouteMatch => ({
  prefix: undefined,
  full: undefined,
  ignoreCase: false,
  beyond: [],
  ...more,
});
const matcher = (name: string, more: Partial<PathMatcherInfo> = {}): PathMatcherInfo => ({
  name,
  otherwise: to(`${name}-default`),
  pathRules: [],
  routeRules: [],
  ...more,
});
const map = (more: Partial<UrlMapInfo>): UrlMapInfo => ({
  link: 'projects/p/global/urlMaps/m',
  name: 'm',
  otherwise: to('default'),
  hostRules: [],
  matchers: [],
  ...more,
});

describe('a host pattern', () => {
  it.each([
    ['dash.acme.test', 'dash.acme.test', 'exact'],
    ['Dash.Acme.Test', 'dash.acme.test.', 'exact'],
    ['dash.acme.test', 'dash.acme.tes', undefined],
    ['*', 'anything.test', 'any'],
    ['*.acme.test', 'a.acme.test', 'suffix'],
    ['*.acme.test', 'a.b.acme.test', 'suffix'],
    ['*.acme.test', 'acme.test', undefined],
    ['*.acme.test', 'a.acme.test.evil.test', undefined],
    ['*.acme.test', 'notacme.test', undefined],
    ['*-dash.acme.test', 'eu-dash.acme.test', 'suffix'],
    ['*.acme.test', 'a:b.acme.test', undefined],
    ['dash.acme.test:8443', 'dash.acme.test', undefined],
    ['dash.acme.test:8443', 'dash.acme.test:8443', 'exact'],
  ] as const)('%s and the host %s: %s', (pattern, host, tie) => {
    expect(hostFit(pattern, host)?.tie).toBe(tie);
  });
});

describe('a URL map', () => {
  const hosts = map({
    hostRules: [
      { hosts: ['*'], matcher: 'any' },
      { hosts: ['*.acme.test'], matcher: 'acme' },
      { hosts: ['*.eu.acme.test'], matcher: 'eu' },
      { hosts: ['x.eu.acme.test', 'y.acme.test'], matcher: 'exact' },
    ],
    matchers: ['any', 'acme', 'eu', 'exact'].map((name) => matcher(name)),
  });

  it.each([
    ['x.eu.acme.test', 'exact', 'exact-default'],
    ['z.eu.acme.test', 'suffix', 'eu-default'],
    ['y.acme.test', 'exact', 'exact-default'],
    ['z.acme.test', 'suffix', 'acme-default'],
    ['elsewhere.test', 'any', 'any-default'],
  ])('takes the closest rule for the host %s', (host, tie, service) => {
    expect(urlMapTarget(hosts, host, '/')).toEqual({ tie, to: { kind: 'services', services: [service] } });
  });

  it('falls to its own default for a host that no rule names, and says that none did', () => {
    const plain = map({ hostRules: [{ hosts: ['a.test'], matcher: 'a' }], matchers: [matcher('a')] });
    expect(urlMapTarget(plain, 'b.test', '/')).toEqual({
      tie: 'none',
      to: { kind: 'services', services: ['default'] },
    });
  });

  const paths = map({
    hostRules: [{ hosts: ['a.test'], matcher: 'a' }],
    matchers: [
      matcher('a', {
        pathRules: [
          { paths: ['/*'], to: to('all') },
          { paths: ['/admin', '/admin/*'], to: to('admin') },
          { paths: ['/admin/public/*'], to: to('public') },
          { paths: ['/admin/public/secret'], to: to('secret') },
          { paths: ['/video/*'], to: to('video') },
        ],
      }),
    ],
  });

  it.each([
    ['/', 'all'],
    ['/administrator', 'all'],
    ['/admin', 'admin'],
    ['/admin/', 'admin'],
    ['/admin/users', 'admin'],
    ['/admin/public', 'admin'],
    ['/admin/public/', 'public'],
    ['/admin/public/secret', 'secret'],
    ['/admin/public/secret/x', 'public'],
    ['/video', 'all'],
    ['/video/1', 'video'],
    ['/Admin', 'all'],
  ])('takes the longest path rule for %s: %s', (path, service) => {
    expect(urlMapTarget(paths, 'a.test', path).to).toEqual({ kind: 'services', services: [service] });
  });

  it('names every service among which traffic is split', () => {
    const split = map({
      hostRules: [{ hosts: ['a.test'], matcher: 'a' }],
      matchers: [matcher('a', { otherwise: to('v1', 'v2') })],
    });
    expect(urlMapTarget(split, 'a.test', '/').to).toEqual({ kind: 'services', services: ['v1', 'v2'] });
  });

  it('says where it only redirects', () => {
    const moved = map({
      hostRules: [{ hosts: ['a.test'], matcher: 'a' }],
      matchers: [matcher('a', { otherwise: { services: [], redirect: { https: true, host: 'b.test' } } })],
    });
    expect(urlMapTarget(moved, 'a.test', '/').to).toEqual({ kind: 'redirect', https: true, host: 'b.test' });
  });

  it('falls from a matcher without a default to the default of the map', () => {
    const bare = map({
      hostRules: [{ hosts: ['a.test'], matcher: 'a' }],
      matchers: [matcher('a', { otherwise: nothing })],
    });
    expect(urlMapTarget(bare, 'a.test', '/').to).toEqual({ kind: 'services', services: ['default'] });
  });

  it('leads nowhere when the rule names a matcher that is not there', () => {
    const broken = map({ hostRules: [{ hosts: ['a.test'], matcher: 'gone' }] });
    expect(urlMapTarget(broken, 'a.test', '/')).toEqual({ tie: 'exact', to: { kind: 'nowhere' } });
  });
});

describe('route rules', () => {
  const routes = (routeRules: PathMatcherInfo['routeRules']): UrlMapInfo =>
    map({ hostRules: [{ hosts: ['a.test'], matcher: 'a' }], matchers: [matcher('a', { routeRules })] });

  it('are tried by priority, not by their order', () => {
    const rules = routes([
      { priority: 9, matches: [match({ prefix: '/' })], to: to('late') },
      { priority: 1, matches: [match({ full: '/x' }), match({ prefix: '/y/' })], to: to('early') },
    ]);
    for (const [path, service] of [
      ['/x', 'early'],
      ['/y/z', 'early'],
      ['/x/y', 'late'],
    ] as const)
      expect(urlMapTarget(rules, 'a.test', path).to).toEqual({ kind: 'services', services: [service] });
  });

  it('fold case only where they say so', () => {
    const rules = routes([
      { priority: 1, matches: [match({ prefix: '/Api', ignoreCase: true })], to: to('folded') },
      { priority: 2, matches: [match({ full: '/Exact' })], to: to('exact') },
    ]);
    expect(urlMapTarget(rules, 'a.test', '/aPI/1').to).toMatchObject({ services: ['folded'] });
    expect(urlMapTarget(rules, 'a.test', '/exact').to).toMatchObject({ services: ['a-default'] });
  });

  it('that a URL does not settle leave open what comes after them, with what they look at', () => {
    const rules = routes([
      { priority: 1, matches: [match({ prefix: '/', beyond: ['headerMatches'] })], to: to('canary') },
      { priority: 2, matches: [match({ beyond: ['regexMatch'] })], to: to('regex') },
      { priority: 3, matches: [match({ prefix: '/' })], to: to('plain') },
      { priority: 4, matches: [match({ prefix: '/' })], to: to('never') },
    ]);
    expect(urlMapTarget(rules, 'a.test', '/').to).toEqual({
      kind: 'unclear',
      services: ['canary', 'regex', 'plain'],
      because: ['headerMatches', 'regexMatch'],
    });
  });

  it('that cannot hold for the path leave nothing open', () => {
    const rules = routes([
      { priority: 1, matches: [match({ prefix: '/canary', beyond: ['headerMatches'] })], to: to('canary') },
    ]);
    expect(urlMapTarget(rules, 'a.test', '/').to).toEqual({ kind: 'services', services: ['a-default'] });
  });

  it('that all lead to the same service are clear whatever they look at', () => {
    const rules = routes([
      { priority: 1, matches: [match({ beyond: ['queryParameterMatches'] })], to: to('a-default') },
    ]);
    expect(urlMapTarget(rules, 'a.test', '/').to).toEqual({ kind: 'services', services: ['a-default'] });
  });
});

describe('any URL map', () => {
  const labels = fc.constantFrom('a', 'b', 'eu', 'x-a');
  const host = fc.array(labels, { minLength: 1, maxLength: 3 }).map((parts) => `${parts.join('.')}.test`);
  const pattern = fc.oneof(
    { weight: 4, arbitrary: host },
    { weight: 3, arbitrary: host.map((name) => `*.${name}`) },
    { weight: 1, arbitrary: host.map((name) => `*-${name}`) },
    { weight: 1, arbitrary: fc.constant('*') },
  );
  const segments = fc.array(fc.constantFrom('a', 'b', 'A', 'ab'), { maxLength: 3 });
  const path = fc
    .tuple(segments, fc.boolean())
    .map(([s, slash]) => `/${s.join('/')}${slash && s.length > 0 ? '/' : ''}`);
  const pathPattern = fc
    .tuple(path, fc.boolean())
    .map(([p, star]) => (star ? `${p.endsWith('/') ? p : `${p}/`}*` : p));
  const target: fc.Arbitrary<RouteTo> = fc.oneof(
    fc.constantFrom('s1', 's2', 's3').map((name) => to(name)),
    fc.constant({ services: [], redirect: { https: true, host: undefined } } satisfies RouteTo),
  );
  const route = fc.record({
    priority: fc.nat(1000),
    matches: fc.array(
      fc.record({
        prefix: fc.option(path, { nil: undefined }),
        full: fc.option(path, { nil: undefined }),
        ignoreCase: fc.boolean(),
        beyond: fc.constantFrom<string[]>([], [], [], ['regexMatch']),
      }),
      { minLength: 1, maxLength: 2 },
    ),
    to: target,
  });
  const matcherOf = (name: string): fc.Arbitrary<PathMatcherInfo> =>
    fc.oneof(
      fc.record({
        name: fc.constant(name),
        otherwise: fc.oneof(target, fc.constant(nothing)),
        pathRules: fc
          .uniqueArray(fc.tuple(pathPattern, target), { selector: ([p]) => p, maxLength: 4 })
          .map((rules) => rules.map(([one, there]) => ({ paths: [one], to: there }))),
        routeRules: fc.constant<PathMatcherInfo['routeRules']>([]),
      }),
      fc.record({
        name: fc.constant(name),
        otherwise: target,
        pathRules: fc.constant<PathMatcherInfo['pathRules']>([]),
        routeRules: fc.uniqueArray(route, { selector: ({ priority }) => priority, maxLength: 3 }),
      }),
    );
  const urlMap = fc
    .record({
      hosts: fc.uniqueArray(fc.tuple(pattern, fc.constantFrom('m1', 'm2')), {
        selector: ([p]) => p,
        maxLength: 4,
      }),
      matchers: fc.tuple(matcherOf('m1'), matcherOf('m2')),
      otherwise: target,
    })
    .map(({ hosts, matchers, otherwise }) =>
      map({ otherwise, matchers, hostRules: hosts.map(([one, name]) => ({ hosts: [one], matcher: name })) }),
    );

  it('is read as a plain reading of its rules reads it', () => {
    fc.assert(
      fc.property(urlMap, host, path, (any, where, what) => {
        const { to: found } = urlMapTarget(any, where, what);
        const plain = naiveTarget(any, where, what);
        if (plain === undefined) {
          // What cannot be told is never told otherwise, unless every possibility is the same.
          if (found.kind === 'unclear') return;
          expect(found.kind).not.toBe('nowhere');
          return;
        }
        const wanted = plain.redirect
          ? { kind: 'redirect', ...plain.redirect }
          : plain.services.length > 0
            ? { kind: 'services', services: plain.services }
            : { kind: 'nowhere' };
        expect(found).toEqual(wanted);
      }),
      { numRuns: 3000 },
    );
  });

  it('gives the same answer however its rules are ordered', () => {
    fc.assert(
      fc.property(urlMap, host, path, (any, where, what) => {
        const turned: UrlMapInfo = {
          ...any,
          hostRules: [...any.hostRules].reverse(),
          matchers: [...any.matchers].reverse().map((one) => ({
            ...one,
            pathRules: [...one.pathRules].reverse(),
            routeRules: [...one.routeRules].reverse(),
          })),
        };
        expect(urlMapTarget(turned, where, what)).toEqual(urlMapTarget(any, where, what));
      }),
      { numRuns: 1000 },
    );
  });
});
