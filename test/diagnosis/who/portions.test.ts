/** What is kept of a page of members: who counts, who may end, and who cannot be told. */
import { describe, expect, it } from 'vitest';
import { peopleOf, peopleOfSearch } from '../../../src/diagnosis/who/portions.js';
import type { Membership } from '../../../src/google/ports.js';
import { email } from '../../policy/kit.js';

const membership = (
  member: string,
  type: Membership['type'],
  role: Partial<Membership['roles'][number]> = {},
): Membership => ({
  name: `groups/1/memberships/${member}`,
  member: email(member),
  type,
  roles: [{ name: 'MEMBER', expiresAt: undefined, restriction: undefined, ...role }],
});

describe('a page of members', () => {
  it('is kept as names, apart by what they are', () => {
    const expiresAt = '2026-12-01T00:00:00Z';
    const page = peopleOf({
      members: [
        membership('ana@acme.test', 'USER'),
        membership('ci@p.iam.gserviceaccount.com', 'SERVICE_ACCOUNT'),
        membership('eng@acme.test', 'GROUP'),
        membership('bob@acme.test', 'USER', { expiresAt }),
        membership('ops@acme.test', 'GROUP', { expiresAt }),
        membership('who@acme.test', 'UNKNOWN'),
        membership('drive@acme.test', 'OTHER'),
        membership('out@acme.test', 'USER', { restriction: 'NON_COMPLIANT' }),
        membership('in@acme.test', 'USER', { restriction: 'COMPLIANT' }),
      ],
      unlisted: 2,
      next: 'more',
    });
    expect(page).toEqual({
      members: ['user:ana@acme.test', 'serviceAccount:ci@p.iam.gserviceaccount.com', 'user:in@acme.test'],
      groups: ['eng@acme.test'],
      ending: [
        { address: 'bob@acme.test', isGroup: false, at: expiresAt },
        { address: 'ops@acme.test', isGroup: true, at: expiresAt },
      ],
      untyped: ['who@acme.test'],
      unlisted: 3,
      next: 'more',
    });
  });

  it('of the search tells people from groups, which are opened in it already', () => {
    const page = peopleOfSearch({
      members: [
        { email: email('ana@acme.test'), isGroup: false },
        { email: email('eng@acme.test'), isGroup: true },
      ],
      unlisted: 0,
      next: undefined,
    });
    expect(page).toEqual({
      members: ['user:ana@acme.test'],
      groups: ['eng@acme.test'],
      ending: [],
      untyped: [],
      unlisted: 0,
    });
  });
});
