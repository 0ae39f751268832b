/** Cloud Run and App Engine: which of their hosts lead to which service. */
import { describe, expect, it } from 'vitest';
import { appTarget } from '../../../src/diagnosis/places/app-engine.js';
import { parseRunHost, servesHost } from '../../../src/diagnosis/places/run-url.js';
import type { AppInfo } from '../../../src/google/ports.js';

const app = (more: Partial<AppInfo> = {}): AppInfo => ({
  id: 'acme-prod',
  defaultHostname: 'acme-prod.ew.r.appspot.com',
  servingStatus: 'SERVING',
  iapEnabled: true,
  oauth2ClientId: undefined,
  dispatch: [],
  ...more,
});
const services = ['default', 'batch'];

describe('a host of App Engine', () => {
  it.each([
    ['acme-prod.ew.r.appspot.com', 'default', undefined],
    ['acme-prod.appspot.com', 'default', undefined],
    ['ACME-prod.ew.r.appspot.com', 'default', undefined],
    ['batch-dot-acme-prod.ew.r.appspot.com', 'batch', undefined],
    ['v2-dot-batch-dot-acme-prod.ew.r.appspot.com', 'batch', 'v2'],
    ['batch.acme-prod.appspot.com', 'batch', undefined],
    ['v7-dot-acme-prod.appspot.com', 'default', undefined],
  ])('%s leads to %s', (host, service, version) => {
    expect(appTarget({ app: app(), services, domains: undefined }, host, '/')).toEqual({
      tie: 'exact',
      service,
      version,
    });
  });

  it.each([
    'other.appspot.com',
    'xacme-prod.appspot.com',
    'acme-prod.ew.r.appspot.com.evil.test',
    'v1-dot-gone-dot-acme-prod.appspot.com',
  ])('%s leads nowhere in this application', (host) => {
    expect(appTarget({ app: app(), services, domains: undefined }, host, '/')).toBeUndefined();
  });

  it('that names a service leads nowhere as long as the services are not known', () => {
    const known = { app: app(), services: undefined, domains: undefined };
    expect(appTarget(known, 'batch-dot-acme-prod.appspot.com', '/')).toBeUndefined();
  });

  const dispatched = app({
    dispatch: [
      { domain: 'jobs.acme.test', path: '/admin', service: 'admin' },
      { domain: 'jobs.acme.test', path: '/batch*', service: 'batch' },
      { domain: '*', path: '/favicon.ico', service: 'static' },
      { domain: '*.jobs.acme.test', path: '/*', service: 'wild' },
    ],
  });

  it.each([
    ['jobs.acme.test', '/admin', 'exact', 'admin'],
    ['jobs.acme.test', '/admin/x', 'exact', 'default'],
    ['jobs.acme.test', '/batches', 'exact', 'batch'],
    ['jobs.acme.test', '/favicon.ico', 'exact', 'static'],
    ['jobs.acme.test', '/', 'exact', 'default'],
    ['eu.jobs.acme.test', '/x', 'suffix', 'wild'],
    ['acme-prod.appspot.com', '/favicon.ico', 'exact', 'static'],
  ])('%s%s is dispatched by the first rule that fits', (host, path, tie, service) => {
    expect(appTarget({ app: dispatched, services, domains: [] }, host, path)).toMatchObject({ tie, service });
  });

  it('is not tied to the application by a rule for every host', () => {
    expect(
      appTarget({ app: dispatched, services, domains: [] }, 'shop.acme.test', '/favicon.ico'),
    ).toBeUndefined();
  });

  it('is tied to it by a custom domain', () => {
    const known = { app: dispatched, services, domains: ['shop.acme.test'] };
    expect(appTarget(known, 'shop.acme.test', '/')).toMatchObject({ tie: 'exact', service: 'default' });
    expect(appTarget(known, 'shop.acme.test', '/favicon.ico')).toMatchObject({ service: 'static' });
  });
});

describe('a host of Cloud Run', () => {
  it.each([
    ['tools-111111111111.europe-west1.run.app', 'tools'],
    ['pr-7---tools-111111111111.europe-west1.run.app', 'tools'],
    ['my-tools-2-111111111111.us-central1.run.app', 'my-tools-2'],
  ])('%s says its service by itself', (host, service) => {
    expect(parseRunHost(host)).toMatchObject({ service, project: '111111111111' });
  });

  it.each([
    'tools-x7k2-ew.a.run.app',
    'tools-111111111111.europe-west1.run.app.evil.test',
    'tools-111.europe-west1.run.app',
    'tools-111111111111.run.app',
    '-111111111111.europe-west1.run.app',
  ])('%s says nothing by itself', (host) => {
    expect(parseRunHost(host)).toBeUndefined();
  });

  it('is recognised by the URLs Google lists, with or without the tag of a revision', () => {
    const service = {
      name: 'tools',
      region: 'europe-west1',
      url: 'https://tools-x7k2-ew.a.run.app',
      urls: ['https://tools-1.europe-west1.run.app'],
      iapEnabled: true,
      ingress: undefined,
      invokerIamDisabled: undefined,
      defaultUriDisabled: undefined,
    };
    for (const host of [
      'tools-x7k2-ew.a.run.app',
      'green---tools-x7k2-ew.a.run.app',
      'tools-1.europe-west1.run.app',
    ])
      expect(servesHost(service, host)).toBe(true);
    for (const host of ['x-tools-x7k2-ew.a.run.app', 'tools-1.europe-west2.run.app'])
      expect(servesHost(service, host)).toBe(false);
  });
});
