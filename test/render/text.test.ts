/** What the terminal gets: the same order and words, one screen, and nothing a terminal would act on. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WhyReport } from '../../src/diagnosis/report.js';
import { renderText, type TextOptions } from '../../src/render/text.js';
import { columns } from '../../src/render/wrap.js';
import { allowed, denied, NOW, serviceAccountDenied, unknown } from './fixtures.js';
import { HOSTILE, MARK, monster, planted } from './monsters.js';

const base: TextOptions = { colour: false, width: 100, about: 'other', debug: false, now: NOW };
const why = (report: WhyReport, how: Partial<TextOptions> = {}): string =>
  renderText({ kind: 'why', report }, { ...base, ...how });

const how = fc.record({
  colour: fc.boolean(),
  width: fc.integer({ min: -5, max: 400 }),
  about: fc.constantFrom('self' as const, 'other' as const),
  audience: fc.constantFrom('asker' as const, 'admin' as const),
});

describe('text of any report, however monstrous', () => {
  it('has no unprintable character but line breaks and its own colours', () => {
    fc.assert(
      fc.property(monster, how, (report, options) => {
        const colours = new RegExp(`${String.fromCharCode(27)}\\[[0-9]{1,2}m`, 'g');
        const shown = why(report, options);
        const bare = options.colour ? shown.replace(colours, '') : shown;
        expect(bare.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
      { numRuns: 60 },
    );
  });

  it('says the same with colours and without, but for the backticks around code', () => {
    fc.assert(
      fc.property(monster, (report) => {
        const colours = new RegExp(`${String.fromCharCode(27)}\\[[0-9]{1,2}m`, 'g');
        const bare = (shown: string): string => shown.replace(colours, '').replace(/[`\s]/g, '');
        expect(bare(why(report, { colour: true }))).toBe(bare(why(report)));
      }),
      { numRuns: 30 },
    );
  });

  it('shows an asker nothing that is only for administrators', () => {
    fc.assert(
      fc.property(monster, fc.boolean(), (report, debug) => {
        const marked = planted({
          ...report,
          where: { ...report.where, name: 'dash' },
          fixes: report.fixes.slice(0, 9),
        });
        expect(
          why(marked, { audience: 'asker', about: 'self', debug: debug && report.findings.length < 50 }),
        ).not.toContain(MARK);
      }),
      { numRuns: 60 },
    );
  });

  it('turns every hostile string into something harmless in every place it can stand', () => {
    for (const words of HOSTILE) {
      const report = {
        ...denied,
        where: { ...denied.where, name: words },
        cause: { code: 'no-grant', check: 'allow', text: words, adminText: words },
      };
      expect(why(report).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
    }
  });
});

describe('the screen for an administrator', () => {
  it('goes from the verdict to the commands, the change, the evidence and the reference', () => {
    expect(why(denied)).toMatchInlineSnapshot(`
      "✗ Maya can't get into dashboard: they are not in the group that has access.

        Access goes through \`dash-users@acme.test\`, bound to \`roles/iap.httpsResourceAccessor\` on the
        service. Maya was a member until Tue 14:02 UTC, when \`hr-sync@acme-prod.iam.gserviceaccount.com\`
        removed her.

        What to do: Add maya.lindqvist@acme.test to dash-users@acme.test (for an owner of dashboard).
          gcloud identity groups memberships add --group-email=dash-users@acme.test --member-email=maya.lindqvist@acme.test
          Terraform:
            resource "google_cloud_identity_group_membership" "maya_dash_users" {
              group = "groups/01abcdef"
              preferred_member_key { id = "maya.lindqvist@acme.test" }
              roles { name = "MEMBER" }
            }
          Opens more than this one service: whatever else the group or the kind of service holds.
          It usually works a few minutes after; nested groups can take longer.
          https://groups.google.com/a/acme.test/g/dash-users/members

        Or: Bind maya.lindqvist@acme.test directly on the service (for an administrator).
          gcloud iap web add-iam-policy-binding --resource-type=backend-services --service=dash --member=user:maya.lindqvist@acme.test --role=roles/iap.httpsResourceAccessor
          Works in about 2 minutes, but has to be cleaned up later.

        What changed: Tue 14:02 UTC · hr-sync removed 214 people from dash-users@acme.test (automation,
        directory API).
          Likely the cause. 214 people lost access by it.

        Nearest miss: IAP-secured Web App User for \`dash-users@\` on the service; it fails on the member:
        Maya is not in the group.

        Evidence:
        - allow blocks not-in-group: The only binding that could let Maya in names a group she is not in.
            iap.googleapis.com projects/111111111111/iap_web/compute/services/2222222222222222222 read 40 s ago
            cloudidentity.googleapis.com groups/dash-users@acme.test read 40 s ago
            cloudresourcemanager.googleapis.com projects/acme-prod read 40 s ago (from cache)
        - ok: account, boundary and deny

      7Q2M-K4XD · maya.lindqvist@acme.test · read 1 directory entry, 4 policies, 1 group ·
      9 calls to Google · oldest fact 40 s · 0.4 s · Google's own troubleshooter agrees"
    `);
  });

  it('names what could not be seen and the right that would cure it', () => {
    expect(why(unknown)).toMatchInlineSnapshot(`
      "? I can't tell whether Tom can get into payroll: a rule asks for something I cannot see.

        A condition asks for the access level \`corp_device\`, and I can't see his device. Everything else
        would let him in.

        What would settle it: tell Tom: Open payroll once and ask me again: I will read the log entry.
          The entry is there about a minute after the visit.

        What I could not see:
        - A condition asks for a managed device, which I cannot see.
            needs: \`--access-level corp_device\`, or one visit whose log entry I can read.
        - I could not read the deny policies of the folder above the project.
            needs: \`roles/iam.denyReviewer\` on \`folders/42\`.

        Evidence:
        - deny could-not-look deny-not-readable: The deny policies of \`folders/42\` answered 403.
        - allow unsure condition-needs-context
            iap.googleapis.com projects/111111111111/iap_web/compute/services/2222222222222222222 read 40 s ago
        - ok: account

      M3VD-90QA · tom@acme.test · read 1 policy · 9 calls to Google · oldest fact 40 s · 0.4 s ·
      Google's own troubleshooter cannot tell"
    `);
  });

  it('says through what somebody gets in, with the warnings', () => {
    expect(why(allowed)).toMatchInlineSnapshot(`
      "✓ Ana can use dashboard, through \`eng@\` → \`dash-users@\` → IAP-secured Web App User on the service.

        Also through: a direct grant of IAP-secured Web App User on the whole project, while \`request.time
        < timestamp("2027-01-01T00:00:00Z")\`

        Note: The same role is also granted on the whole project to \`contractors@acme.test\` (31 people).
        Was that meant?

        If Ana sees a 403 all the same, it may be with another account: let them open
        https://dash.acme.test/?gcp-iap-mode=IDENTITY, it must say \`ana@acme.test\`.

        Evidence:
        - inherited warns inherited-grant
            cloudresourcemanager.googleapis.com projects/acme-prod read 40 s ago
        - ok: account and allow

      Z8KC-1W2E · ana@acme.test · read 1 directory entry, 2 policies, 1 group · 9 calls to Google ·
      oldest fact 40 s · 0.4 s · Google's own troubleshooter agrees"
    `);
  });

  it('calls a service account by its name and the whole address on the last line', () => {
    const shown = why({ ...serviceAccountDenied, findings: [] });
    expect(shown.split('\n')[0]).toBe(
      "✗ The service account ci-deployer can't get into dashboard: nothing gives it access.",
    );
    expect(shown).toContain('ci-deployer@acme-prod.iam.gserviceaccount.com');
  });

  it('is one screen', () => {
    for (const report of [denied, unknown, allowed]) expect(why(report).split('\n').length).toBeLessThan(45);
  });

  it('answers about all services at once when there is no place', () => {
    const text = 'I found no refusal in the last 7 days';
    const report: WhyReport = {
      ...denied,
      where: { name: 'every known service', resource: '', url: null },
      verdict: 'unknown',
      cause: { code: 'service-not-found', check: 'survey', text, adminText: text },
      note: text,
      findings: [],
      fixes: [],
      changes: [],
      nearMiss: null,
      services: [
        ...['hr', 'wiki', 'batch'].map((name) => ({ name, verdict: 'denied' as const, code: 'no-grant' })),
        { name: 'orders', verdict: 'denied', code: 'condition-expired' },
        { name: 'status', verdict: 'allowed', code: null },
      ],
    };
    expect(why(report).split('\n').slice(0, 8)).toEqual([
      'Maya can use 1 of 5 services I know of.',
      '',
      '  I found no refusal in the last 7 days.',
      '',
      '  Services:',
      "  - Can't get into hr, wiki and batch: nothing gives them access.",
      "  - Can't get into orders: their access has run out.",
      '  - Can use status.',
    ]);
  });

  it('says how things stand after a removal, and does not repeat it to the person', () => {
    const cause = {
      code: 'grant-removed',
      check: 'removed',
      text: 'It was removed.',
      adminText: 'Bob removed it.',
    };
    const also = [{ code: 'not-in-group', check: 'allow', text: 'You are out.', adminText: 'Maya is out.' }];
    expect(why({ ...denied, cause, also })).toContain('As things stand: Maya is out.');
    expect(why({ ...denied, cause, also }, { audience: 'asker', about: 'self' })).not.toContain(
      'You are out.',
    );
  });

  it('says it loudly when the second opinion differs', () => {
    const secondOpinion = {
      source: 'policytroubleshooter.googleapis.com',
      state: 'CAN_ACCESS',
      agrees: false,
    };
    expect(why({ ...denied, secondOpinion })).toContain(
      "Doubt: Google's own troubleshooter says otherwise (`CAN_ACCESS`).",
    );
  });

  it('says when older copies had to be used', () => {
    const findings = denied.findings.map((finding) => ({
      ...finding,
      evidence: finding.evidence.map((item) => ({
        ...item,
        stale: true,
        staleBecause: 'Google answers 503 now',
      })),
    }));
    expect(why({ ...denied, findings })).toMatch(
      /Old facts: read \d+ (?:s|min|h|d)\w* ago: Google answers 503 now, so I used older copies/,
    );
  });

  it('shows everything when asked to', () => {
    const shown = why(denied, { debug: true });
    for (const finding of denied.findings) {
      expect(shown).toContain(`${finding.check} ${finding.verdict}`);
      for (const item of finding.evidence)
        expect(shown).toContain(`${item.source} ${item.resource} read ${item.readAt}`);
    }
    expect(shown).toContain('2 round trips');
  });
});

describe('the screen for the person', () => {
  it('says what stops them and what they can do, without names of others', () => {
    expect(why(denied, { audience: 'asker', about: 'self' })).toMatchInlineSnapshot(`
      "✗ You can't get into dashboard: you are not in the group that has access.

        Access goes through \`dash-users@acme.test\`. You were a member until Tue 14:02 UTC, when a
        directory sync removed you.

        What to do: Ask an owner of \`dash-users@acme.test\` to add you back.
          It usually works a few minutes after; nested groups can take longer.
          https://groups.google.com/a/acme.test/g/dash-users/about

        Right account: this answer is about \`maya.lindqvist@acme.test\`;
        https://dash.acme.test/?gcp-iap-mode=IDENTITY shows which account IAP sees.

      7Q2M-K4XD · maya.lindqvist@acme.test · read 1 directory entry, 4 policies, 1 group ·
      oldest fact 40 s · 0.4 s · Google's own troubleshooter agrees"
    `);
  });

  it('tells whom to ask when there is nothing they can mend', () => {
    const fixes = denied.fixes.filter((fix) => fix.for !== 'person');
    const shown = why({ ...denied, fixes }, { audience: 'asker', about: 'self' });
    expect(shown).toContain(
      'There is nothing to mend on your side. Ask an owner of dashboard and quote `7Q2M-K4XD`.',
    );
    expect(shown).not.toContain('gcloud');
  });

  it('tells what settles it in plain words when no fix was found', () => {
    const shown = why({ ...unknown, fixes: [] }, { audience: 'asker', about: 'self' });
    expect(shown).toContain('What would settle it: Open payroll once, then ask me again a minute later');
  });
});

describe('layout', () => {
  it('wraps prose to the width and leaves commands whole', () => {
    const command = denied.fixes[1]?.gcloud ?? '';
    const lines = why(denied, { width: 60 }).split('\n');
    expect(lines.some((line) => line.trim() === command)).toBe(true);
    const prose = lines.filter(
      (line) => line.trim().includes(' ') && !/gcloud|googleapis|google_|=/.test(line),
    );
    for (const line of prose) expect(columns(line)).toBeLessThanOrEqual(60);
  });

  it('uses colours only when asked', () => {
    expect(why(denied)).not.toContain('\u001b');
    expect(why(denied, { colour: true })).toContain('\u001b[31m');
    expect(why(allowed, { colour: true })).toContain('\u001b[32m');
  });

  it('keeps the lines of a command and shows a hidden carriage return as a line of its own', () => {
    const [, owner] = denied.fixes;
    const fixes = owner ? [{ ...owner, gcloud: 'gcloud a \\\n  --b=c\rrm -rf x', terraform: null }] : [];
    const shown = why({ ...denied, fixes });
    expect(shown).toContain('      gcloud a \\\n        --b=c\n      rm -rf x');
  });

  it('reads an answer about a mistake and about a failure', () => {
    const mistake = { message: "I don't know a service called `dashbord`", nearest: 'dashboard' };
    expect(renderText({ kind: 'mistake', mistake, usage: 'why <who> [<where>]' }, base)).toBe(
      "I don't know a service called `dashbord`.\n\n  Did you mean dashboard?\n  Usage: `iap-doctor why <who> [<where>]`",
    );
    const failure = { id: '7Q2M-K4XD', message: 'Google did not answer', remedy: 'Ask me again' };
    expect(renderText({ kind: 'failure', failure }, base)).toBe(
      '? Google did not answer.\n\n  What to do: Ask me again.\n\nReference 7Q2M-K4XD',
    );
  });

  it('lists the verbs for help', () => {
    const help = {
      title: 'iap-doctor tells why IAP will not let somebody in.',
      verbs: [{ name: 'why', summary: 'why somebody cannot get in', usage: 'why <who> [<where>]' }],
      details: ['--json prints one JSON document'],
    };
    expect(renderText({ kind: 'help', help }, base)).toBe(
      [
        'iap-doctor tells why IAP will not let somebody in.',
        '',
        '  - `iap-doctor why <who> [<where>]` · why somebody cannot get in',
        '  - --json prints one JSON document',
      ].join('\n'),
    );
  });
});
