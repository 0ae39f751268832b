/** The least rights are written down once: what the adapters need, what `status` names, and what the documents ask for. */
import { describe, expect, it } from 'vitest';
import { createGoogle } from '../../src/google/index.js';
import {
  cureFor,
  NEEDS,
  permissionsOf,
  type RightName,
  roleFor,
  standsApart,
} from '../../src/google/permissions.js';
import { read } from './files.js';

const document = read('docs/permissions.md');
const role = /includedPermissions:\n([\s\S]*?)```/.exec(document)?.[1] ?? '';
const offered = [...role.matchAll(/^- (\S+)$/gm)].map((match) => match[1] ?? '');
const needs = Object.values(NEEDS).flat();
const reading = needs.filter(({ right }) => !standsApart(right));
const apart = needs.filter(({ right }) => standsApart(right));
const rights = [...new Set<RightName>(needs.map((need) => need.right))];

/** `port.method` of every read an adapter offers. */
function methods(): string[] {
  const google = createGoogle();
  const found = Object.entries(google).flatMap(([port, methodsOf]) =>
    typeof methodsOf === 'function' ? [] : Object.keys(methodsOf).map((method) => `${port}.${method}`),
  );
  google.close();
  return found;
}

describe('the table of rights', () => {
  it('has a line for every read of every port, and for nothing else', () => {
    const known = Object.keys(NEEDS);
    const real = methods();
    expect(real.length).toBeGreaterThan(30);
    expect(real.filter((name) => !known.includes(name)).sort()).toEqual([]);
    expect(known.filter((name) => !real.includes(name)).sort()).toEqual([]);
  });

  it('names a cure for every right: a role with its permissions, or what stands for it', () => {
    for (const right of rights) {
      const cure = cureFor(right);
      const permissions = permissionsOf(right);
      for (const permission of permissions) expect(cure).toContain(permission);
      const predefined = roleFor(right);
      if (predefined !== undefined) expect(cure).toMatch(new RegExp(`^${predefined} (?:on|where) `));
      if (permissions.length === 0) expect(cure).toMatch(/Workspace|nothing of its own/);
      else if (predefined === undefined) expect(cure).toMatch(/^a custom role /);
    }
  });

  it('asks for nothing but reading where it reads: nothing that changes something or opens an app', () => {
    const verbs = reading
      .flatMap((need) => need.permissions)
      .map((name) => name.slice(name.lastIndexOf('.') + 1));
    const reads = /^(?:get|list|search|analyze)(?:$|[A-Z])/;
    expect(verbs.filter((verb) => !reads.test(verb) && verb !== 'listEffectiveTags')).toEqual([]);
  });

  it('keeps apart the two rights that let it sign in as somebody, and no others', () => {
    expect(apart.flatMap(({ permissions }): readonly string[] => permissions).sort()).toEqual([
      'iam.serviceAccounts.getOpenIdToken',
      'iam.serviceAccounts.signJwt',
    ]);
  });
});

describe('docs/permissions.md', () => {
  it('offers a custom role with every permission the adapters need', () => {
    const needed = [...new Set(reading.flatMap((need): readonly string[] => need.permissions))];
    expect(needed.filter((name) => !offered.includes(name)).sort()).toEqual([]);
  });

  it('gives nothing in it that sets, updates, creates, deletes, acts as somebody or opens an app', () => {
    const harmful =
      /\.(?:set|update|create|delete|add|remove|undelete|actAs|sign|getAccessToken|getOpenIdToken|implicitDelegation)|accessViaIAP|egressViaIAP|[sS]ecret/;
    expect(offered.length).toBeGreaterThan(60);
    expect(offered.filter((name) => harmful.test(name))).toEqual([]);
    expect(new Set(offered).size).toBe(offered.length);
  });

  it('names every predefined role that an answer may ask for', () => {
    const roles = rights.flatMap((right) => roleFor(right) ?? []);
    // Reading decisions needs the private viewer, which holds what the plain one holds.
    const named = roles.filter((name) => name !== 'roles/logging.viewer' && name !== 'roles/iam.roleViewer');
    expect(named.filter((name) => !document.includes(`\`${name}\``))).toEqual([]);
  });
});
