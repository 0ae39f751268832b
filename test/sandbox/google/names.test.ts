/** One canonical name per node, and the exact way up from it. */
import { describe, expect, it } from 'vitest';
import { canonicalNode, chainOf } from '../../../src/sandbox/google/model.js';
import { nodeOf } from '../../../src/sandbox/world/services.js';
import { acmeWorld } from '../../../src/sandbox/world.js';
import { handClock } from './harness.js';

const world = acmeWorld(handClock());
const PROJECT = 'projects/111111111111';
const ABOVE = [PROJECT, 'folders/800000000002', 'folders/800000000001', 'organizations/700000000001'];

describe('the chain of a node', () => {
  it.each([
    ['dashboard', ['iap_web/compute', 'iap_web']],
    ['edge', ['iap_web/compute-europe-west1', 'iap_web']],
    ['reports', ['iap_web/cloud_run-europe-west1', 'iap_web']],
    ['batch', ['iap_web/appengine-acme-prod', 'iap_web']],
    ['bastion', ['iap_tunnel/zones/europe-west1-b', 'iap_tunnel']],
  ])('of %s holds every parent once, child first', (service, tails) => {
    const parents = tails.map((tail) => `${PROJECT}/${tail}`);
    expect(chainOf(world, nodeOf(service))).toEqual([nodeOf(service), ...parents, ...ABOVE]);
  });

  it('of an App Engine version goes through its service', () => {
    const [version, service] = chainOf(world, `${nodeOf('batch')}/versions/v1`);
    expect([version, service]).toEqual([`${nodeOf('batch')}/versions/v1`, nodeOf('batch')]);
  });
});

describe('a canonical name', () => {
  it.each([
    ['projects/acme-prod/iap_web', `${PROJECT}/iap_web`],
    ['projects/acme-prod/iap_web/compute/services/wiki', nodeOf('wiki')],
    ['projects/acme-prod/iap_web/compute-europe-west1/services/edge', nodeOf('edge')],
    [
      'projects/acme-prod/iap_web/compute/services/not-there',
      `${PROJECT}/iap_web/compute/services/not-there`,
    ],
    ['projects/acme-prod/iap_web/cloud-run-europe-west1', undefined],
    ['projects/acme-prod/iap_web/compute/services/a/b', undefined],
    ['projects/nobody/iap_web', undefined],
    ['folders/1', undefined],
    ['', undefined],
  ])('of %s is %s', (name, expected) => {
    expect(canonicalNode(world, name)).toBe(expected);
  });
});
