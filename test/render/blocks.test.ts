/** What Slack gets: always valid, never markup from outside, never more than this reader may see. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/render/answer.js';
import { type BlockOptions, renderBlocks, renderEvidence } from '../../src/render/blocks.js';
import { cleanCode } from '../../src/render/clean.js';
import { validateMessage, validateView } from '../../src/render/slack-limits.js';
import { allowed, denied, NOW, noPlaceGiven, unknown } from './fixtures.js';
import { MARK, monster, planted, text } from './monsters.js';
import { readBlocks, stringsOf } from './read-blocks.js';

const audience = fc.constantFrom('asker', 'admin');
const button = fc.record(
  {
    actionId: fc.oneof(text, fc.constant('share')),
    label: text,
    value: text,
    style: fc.constantFrom('primary', 'danger'),
    url: text,
  },
  { requiredKeys: ['actionId', 'label'] },
);
const options: fc.Arbitrary<BlockOptions> = fc.record(
  {
    about: fc.constantFrom('self', 'other'),
    now: fc.constant(NOW),
    seed: text,
    buttons: fc.array(button, { maxLength: 40 }),
    timeZone: fc.constantFrom('Europe/Berlin', 'nowhere/at-all'),
  },
  { requiredKeys: ['about', 'now'] },
) as fc.Arbitrary<BlockOptions>;

const answer: fc.Arbitrary<Answer> = fc.oneof(
  { weight: 6, arbitrary: monster.map((report): Answer => ({ kind: 'why', report })) },
  {
    weight: 1,
    arbitrary: fc
      .record({
        message: text,
        nearest: fc.option(text, { nil: undefined }),
        usage: fc.option(text, { nil: undefined }),
      })
      .map(
        ({ message, nearest, usage }): Answer => ({ kind: 'mistake', mistake: { message, nearest }, usage }),
      ),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({ id: text, message: text, remedy: text })
      .map((failure): Answer => ({ kind: 'failure', failure })),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({
        title: text,
        verbs: fc.array(fc.record({ name: text, summary: text, usage: text }), { maxLength: 80 }),
        details: fc.array(text, { maxLength: 80 }),
      })
      .map((help): Answer => ({ kind: 'help', help })),
  },
);

const self: BlockOptions = { about: 'self', now: NOW };
const other: BlockOptions = { about: 'other', now: NOW };

describe('blocks of any answer, however monstrous', () => {
  it('are taken by Slack as a new message and as an update', () => {
    fc.assert(
      fc.property(answer, audience, options, (asked, reader, how) => {
        expect(validateMessage(renderBlocks(asked, reader, how), { update: true })).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('hold nothing that Slack would read as markup, in blocks and in the fallback text', () => {
    fc.assert(
      fc.property(answer, audience, options, (asked, reader, how) => {
        const message = renderBlocks(asked, reader, how);
        expect(JSON.stringify(message.blocks)).not.toContain('"mrkdwn"');
        expect(JSON.stringify(message.blocks)).not.toContain('"markdown"');
        expect(message.text).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
        const kinds = stringsOf(message.blocks, 'type');
        for (const kind of ['user', 'channel', 'usergroup', 'broadcast', 'team'])
          expect(kinds).not.toContain(kind);
      }),
      { numRuns: 100 },
    );
  });

  it('show control, bidi and invisible characters instead of sending them', () => {
    fc.assert(
      fc.property(answer, audience, options, (asked, reader, how) => {
        const message = renderBlocks(asked, reader, how);
        for (const words of [
          message.text,
          ...['text', 'url', 'block_id'].flatMap((key) => stringsOf(message.blocks, key)),
        ])
          expect(words.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
      { numRuns: 100 },
    );
  });

  it('link to web addresses only', () => {
    fc.assert(
      fc.property(answer, audience, options, (asked, reader, how) => {
        for (const url of stringsOf(renderBlocks(asked, reader, how).blocks, 'url'))
          expect(['https:', 'http:']).toContain(new URL(url).protocol);
      }),
      { numRuns: 100 },
    );
  });

  it('never hold half a command', () => {
    fc.assert(
      fc.property(monster, audience, options, (report, reader, how) => {
        const whole = new Set(
          report.fixes.flatMap((fix) => [fix.gcloud ?? '', fix.terraform ?? '']).map(cleanCode),
        );
        for (const block of renderBlocks({ kind: 'why', report }, reader, how).blocks)
          for (const element of block.type === 'rich_text' ? block.elements : [])
            if (element.type === 'rich_text_preformatted')
              expect(whole).toContain(element.elements.map((piece) => piece.text ?? '').join(''));
      }),
      { numRuns: 100 },
    );
  });

  it('tell the asker nothing that is only for administrators', () => {
    fc.assert(
      fc.property(monster, options, (report, how) => {
        const asked: Answer = {
          kind: 'why',
          report: planted({ ...report, where: { ...report.where, name: 'dash' } }),
        };
        expect(JSON.stringify(renderBlocks(asked, 'asker', how))).not.toContain(MARK);
        expect(JSON.stringify(renderEvidence(asked, 'asker', how))).not.toContain(MARK);
      }),
      { numRuns: 100 },
    );
  });

  it('of the evidence fit into a modal', () => {
    fc.assert(
      fc.property(monster, audience, options, (report, reader, how) => {
        const blocks = renderEvidence({ kind: 'why', report }, reader, how);
        const title = { type: 'plain_text', text: 'Evidence' };
        expect(validateView({ type: 'modal', title, blocks })).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the answer to somebody locked out', () => {
  it('says the verdict, the cause and the next step, in that order', () => {
    const { blocks } = renderBlocks({ kind: 'why', report: denied }, 'asker', self);
    expect(readBlocks(blocks)).toMatchInlineSnapshot(`
      "*You can't get into dashboard: you are not in the group that has access.*

      Access goes through \`dash-users@acme.test\`. You were a member until Tue 14:02 UTC, when a directory sync removed you.

      *What to do: *Ask an owner of \`dash-users@acme.test\` to add you back.
      It usually works a few minutes after; nested groups can take longer.
      [Open the group](https://groups.google.com/a/acme.test/g/dash-users/about)

      *Right account: *this answer is about \`maya.lindqvist@acme.test\`; [this page](https://dash.acme.test/?gcp-iap-mode=IDENTITY) shows which account IAP sees.

      (7Q2M-K4XD · maya.lindqvist@acme.test · read 1 directory entry, 4 policies, 1 group · oldest fact 40 s · 0.4 s · Google's own troubleshooter agrees)"
    `);
  });

  it('gives an administrator the command, the change and the nearest miss', () => {
    const { blocks } = renderBlocks({ kind: 'why', report: denied }, 'admin', other);
    expect(readBlocks(blocks)).toMatchInlineSnapshot(`
      "*Maya can't get into dashboard: they are not in the group that has access.*

      Access goes through \`dash-users@acme.test\`, bound to \`roles/iap.httpsResourceAccessor\` on the service. Maya was a member until Tue 14:02 UTC, when \`hr-sync@acme-prod.iam.gserviceaccount.com\` removed her.

      *What to do: *Add maya.lindqvist@acme.test to dash-users@acme.test (for an owner of dashboard).
      gcloud:
          gcloud identity groups memberships add --group-email=dash-users@acme.test --member-email=maya.lindqvist@acme.test
      Terraform:
          resource "google_cloud_identity_group_membership" "maya_dash_users" {
            group = "groups/01abcdef"
            preferred_member_key { id = "maya.lindqvist@acme.test" }
            roles { name = "MEMBER" }
          }
      Opens more than this one service: whatever else the group or the kind of service holds.
      It usually works a few minutes after; nested groups can take longer.
      [Open the group](https://groups.google.com/a/acme.test/g/dash-users/members)

      *Or: *Bind maya.lindqvist@acme.test directly on the service (for an administrator).
      Works in about 2 minutes, but has to be cleaned up later.

      *What changed: *Tue 14:02 UTC · hr-sync removed 214 people from dash-users@acme.test (automation, directory API).
      Likely the cause. 214 people lost access by it.

      *Nearest miss: **IAP-secured Web App User* for \`dash-users@\` on the service; it fails on the member: Maya is not in the group.

      (7Q2M-K4XD · maya.lindqvist@acme.test · read 1 directory entry, 4 policies, 1 group · 9 calls to Google · oldest fact 40 s · 0.4 s · Google's own troubleshooter agrees)"
    `);
  });

  it('lists the other services when no place was named', () => {
    const { blocks } = renderBlocks({ kind: 'why', report: noPlaceGiven }, 'asker', self);
    expect(readBlocks(blocks)).toMatchInlineSnapshot(`
      "*You can't get into dashboard: you are not in the group that has access.*

      Access goes through \`dash-users@acme.test\`. You were a member until Tue 14:02 UTC, when a directory sync removed you.

      You named no service, so I took the newest refusal: dashboard, 3 min ago.

      *What to do: *Ask an owner of \`dash-users@acme.test\` to add you back.
      It usually works a few minutes after; nested groups can take longer.
      [Open the group](https://groups.google.com/a/acme.test/g/dash-users/about)

      *Other services: *
      • Can't get into orders: your access has run out.
      • Can't tell about payroll: a rule asks for something I cannot see.
      • Can use grafana and wiki.

      *Right account: *this answer is about \`maya.lindqvist@acme.test\`; [this page](https://dash.acme.test/?gcp-iap-mode=IDENTITY) shows which account IAP sees.

      (7Q2M-K4XD · maya.lindqvist@acme.test · read 1 directory entry, 4 policies, 1 group · oldest fact 40 s · 0.4 s · Google's own troubleshooter agrees)"
    `);
  });

  it('stands in the notification as one plain text', () => {
    const { text: fallback } = renderBlocks({ kind: 'why', report: denied }, 'asker', self);
    expect(fallback).toMatchInlineSnapshot(
      `"You can't get into dashboard: you are not in the group that has access. Access goes through dash-users@acme.test. You were a member until Tue 14:02 UTC, when a directory sync removed you. What to do: Ask an owner of dash-users@acme.test to add you back."`,
    );
  });
});

describe('the other answers', () => {
  it('says what would settle it when it cannot tell', () => {
    const { blocks } = renderBlocks({ kind: 'why', report: unknown }, 'admin', other);
    expect(readBlocks(blocks)).toMatchInlineSnapshot(`
      "*I can't tell whether Tom can get into payroll: a rule asks for something I cannot see.*

      A condition asks for the access level \`corp_device\`, and I can't see his device. Everything else would let him in.

      *What would settle it: *tell Tom: Open payroll once and ask me again: I will read the log entry.
      The entry is there about a minute after the visit.

      *What I could not see: *
      • A condition asks for a managed device, which I cannot see.
        • needs: \`--access-level corp_device\`, or one visit whose log entry I can read.
      • I could not read the deny policies of the folder above the project.
        • needs: \`roles/iam.denyReviewer\` on \`folders/42\`.

      (M3VD-90QA · tom@acme.test · read 1 policy · 9 calls to Google · oldest fact 40 s · 0.4 s · Google's own troubleshooter cannot tell)"
    `);
  });

  it('says through what somebody gets in, and what to try when they see a 403 all the same', () => {
    const { blocks } = renderBlocks({ kind: 'why', report: allowed }, 'admin', other);
    expect(readBlocks(blocks)).toMatchInlineSnapshot(`
      "*Ana can use dashboard*, through \`eng@\` → \`dash-users@\` → *IAP-secured Web App User* on the service.

      *Also through: *a direct grant of *IAP-secured Web App User* on the whole project, while \`request.time < timestamp("2027-01-01T00:00:00Z")\`

      *Note: *The same role is also granted on the whole project to \`contractors@acme.test\` (31 people). Was that meant?

      If Ana sees a 403 all the same, it may be with another account: let them open [this page](https://dash.acme.test/?gcp-iap-mode=IDENTITY), it must say \`ana@acme.test\`.

      (Z8KC-1W2E · ana@acme.test · read 1 directory entry, 2 policies, 1 group · 9 calls to Google · oldest fact 40 s · 0.4 s · Google's own troubleshooter agrees)"
    `);
  });

  it('names the mistake, the nearest valid form and the usage', () => {
    const asked: Answer = {
      kind: 'mistake',
      mistake: { message: "I don't know a service called `dashbord`", nearest: 'dashboard' },
      usage: 'why <who> [<service or URL>]',
    };
    expect(readBlocks(renderBlocks(asked, 'asker', self).blocks)).toMatchInlineSnapshot(`
      "*I don't know a service called *\`dashbord\`*.*

      Did you mean *dashboard*?

      *Usage: *\`/iap why <who> [<service or URL>]\`"
    `);
  });

  it('gives the reference when something broke', () => {
    const failure = {
      id: '7Q2M-K4XD',
      message: 'Google did not answer in time',
      remedy: 'Ask me again in a minute',
    };
    expect(
      readBlocks(renderBlocks({ kind: 'failure', failure }, 'asker', self).blocks),
    ).toMatchInlineSnapshot(`
      "*Google did not answer in time.*

      *What to do: *Ask me again in a minute.

      (Reference 7Q2M-K4XD)"
    `);
  });
});

describe('overflow', () => {
  it('is counted, so that nothing disappears in silence', () => {
    const blindSpots = Array.from({ length: 219 }, (_, i) => ({
      code: 'x',
      what: `gap ${i}`,
      needs: `role ${i}`,
    }));
    const { blocks } = renderBlocks({ kind: 'why', report: { ...unknown, blindSpots } }, 'admin', other);
    expect(readBlocks(blocks)).toContain('… and 214 more');
  });

  it('of a command leads to the terminal instead of to half a command', () => {
    const [person, owner] = denied.fixes;
    const long = {
      ...denied,
      fixes: [person, owner].flatMap((fix) => (fix ? [{ ...fix, gcloud: 'x'.repeat(9_000) }] : [])),
    };
    const read = readBlocks(renderBlocks({ kind: 'why', report: long }, 'admin', other).blocks);
    expect(read).toContain('gcloud: (too long for Slack');
    expect(read).toContain('shortened for Slack');
  });

  it('of one very long sentence keeps its beginning', () => {
    const report = {
      ...denied,
      cause: { code: 'x', check: 'allow', text: `Start ${'and on '.repeat(9_000)}`, adminText: '' },
    };
    const read = readBlocks(renderBlocks({ kind: 'why', report }, 'asker', self).blocks);
    expect(read).toContain('Start and on');
    expect(read.length).toBeLessThan(8_000);
  });
});

describe('block ids and buttons', () => {
  it('differ from update to update when the seed does', () => {
    const ids = (seed: string): string[] =>
      renderBlocks({ kind: 'why', report: denied }, 'asker', { ...self, seed }).blocks.map(
        (b) => b.block_id ?? '',
      );
    const both = [...ids('a'), ...ids('b')];
    expect(new Set(both).size).toBe(both.length);
  });

  it('shows the buttons it is given and leaves out those Slack would refuse', () => {
    const { blocks } = renderBlocks({ kind: 'why', report: denied }, 'asker', {
      ...self,
      buttons: [
        { actionId: 'share', label: 'Share', value: '7Q2M-K4XD' },
        { actionId: 'broken', label: 'Broken', value: 'x'.repeat(2_001) },
        { actionId: 'evil', label: 'Evil', url: 'javascript:alert(1)' },
      ],
    });
    expect(stringsOf(blocks, 'action_id')).toEqual(['share']);
  });
});
