/** Reads groups and the groups inside them, many at once and page by page, until all is read or the time is over. */
import type { GroupName, LookProblem } from '../../google/ports.js';
import type { Email } from '../../names/index.js';
import type { Missing } from '../../policy/types.js';
import type { Fact, Scope, Seen } from '../engine.js';
import type { Looks } from '../facts/looks.js';
import { missing, missingFrom } from '../missing.js';
import type { GroupContent } from './expand.js';
import { type ListLooks, memberAt, type People } from './portions.js';

export interface ReadGroupsOptions {
  readonly looks: Looks;
  readonly lists: ListLooks;
  /** The moment memberships that end are measured against, RFC 3339. */
  readonly at: string;
  /** Whether there is time for one more page, given how many members were read so far. */
  readonly mayGoOn: (members: number) => boolean;
  /** Told after every page: the group, and how many members were read so far in all groups. */
  readonly onPage: (group: Email, members: number) => void;
}

/** How many looks wait for Google at one time: a burst of hundreds would only meet the quota. */
const AT_ONCE = 24;
/** More is not read into memory; the answer says so. */
const MOST_MEMBERS = 250_000;
const MOST_GROUPS = 5_000;
/** So many addresses without a type are looked up one by one where the search cannot tell. */
const MOST_UNTYPED = 40;

const EMPTY = { people: [], groups: [], absent: false, gap: undefined, stale: undefined, untraced: false };

/** Lets so many through at a time, the others in order. */
function turnstile(places: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let free = places;
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}

/** Reads groups with everything nested in them. Each is read once, however many ways lead to it; cycles end by that. */
export class GroupReader {
  readonly contents = new Map<Email, GroupContent>();
  private readonly begun = new Set<Email>();
  private readonly through = turnstile(AT_ONCE);
  private readonly options: ReadGroupsOptions;
  private members = 0;
  private untyped = 0;

  constructor(options: ReadGroupsOptions) {
    this.options = options;
  }

  /** Resolves when the group and what is nested in it is read, but for what somebody else is already reading. */
  async read(scope: Scope, group: Email): Promise<void> {
    if (this.begun.has(group)) return;
    this.begun.add(group);
    await scope.get(this.below(group));
  }

  private below(group: Email): Fact<void> {
    return {
      key: `everything below ${group}`,
      read: async (scope) => {
        const content = await this.contentOf(scope, group);
        this.contents.set(group, content);
        await Promise.all(content.groups.map((nested) => this.read(scope, nested)));
      },
    };
  }

  private async look<T>(scope: Scope, fact: Fact<Seen<T>>): Promise<Seen<T>> {
    return this.through(() => scope.get(fact));
  }

  private async contentOf(scope: Scope, group: Email): Promise<GroupContent> {
    const { looks } = this.options;
    if (this.begun.size > MOST_GROUPS) return { ...EMPTY, gap: tooMany(group) };
    if (!this.options.mayGoOn(this.members)) return { ...EMPTY, gap: late(group) };
    const looked = await this.look(scope, looks.groupName(group));
    if (looked.look.ok) return this.open(scope, group, looked.look.value);
    const { problem } = looked.look;
    if (problem.kind === 'not-found') return { ...EMPTY, absent: true };
    if (problem.kind === 'forbidden') {
      // 403 says "absent or hidden"; an account of that address proves that there is no such group.
      const user = await this.look(scope, looks.user(group));
      if (user.look.ok && user.look.value.primaryEmail === group) return { ...EMPTY, absent: true };
    }
    return { ...EMPTY, gap: missingFrom(problem, 'groups', group) };
  }

  private async open(scope: Scope, group: Email, name: GroupName): Promise<GroupContent> {
    const { looks, lists } = this.options;
    const [info, listed] = await Promise.all([
      this.look(scope, looks.group(name)),
      this.pages(scope, group, (token) => lists.direct(name, token)),
    ]);
    const dynamic = info.look.ok ? info.look.value.dynamic : undefined;
    const stale = dynamic && dynamic.status !== 'UP_TO_DATE' ? updating(group, dynamic.status) : undefined;
    if (!isRefused(listed)) {
      const content = this.merge(group, listed);
      const untyped = listed.pages.flatMap((page) => page.untyped);
      const sorted =
        untyped.length === 0 ? content : await this.sortOut(scope, group, name, content, untyped);
      return { ...sorted, stale, untraced: false };
    }
    // Without the list there may still be the search, which tells everybody but no way.
    const searched = await this.pages(scope, group, (token) => lists.transitive(name, token));
    const found = this.merge(group, isRefused(searched) ? listed : searched);
    return { ...found, groups: [], stale, untraced: true };
  }

  private async pages(
    scope: Scope,
    group: Email,
    page: (token: string | undefined) => Fact<Seen<People>>,
  ): Promise<Pages> {
    const pages: People[] = [];
    const tokens = new Set<string>();
    let token: string | undefined;
    for (;;) {
      if (pages.length > 0 && !this.options.mayGoOn(this.members)) return { pages, problem: DEADLINE };
      const { look } = await this.look(scope, page(token));
      if (!look.ok) return { pages, problem: look.problem };
      pages.push(look.value);
      this.members += look.value.members.length + look.value.ending.length;
      this.options.onPage(group, this.members);
      token = look.value.next;
      if (token === undefined) return { pages, problem: undefined };
      if (this.members > MOST_MEMBERS || tokens.has(token)) return { pages, problem: 'too-many' };
      tokens.add(token);
    }
  }

  private merge(group: Email, { pages, problem }: Pages): Listed {
    const people: string[] = [];
    const groups: Email[] = [];
    let unlisted = 0;
    for (const page of pages) {
      for (const member of page.members) people.push(member);
      for (const nested of page.groups) groups.push(nested);
      for (const { address, isGroup, at } of page.ending) {
        if (Date.parse(at) <= Date.parse(this.options.at)) continue;
        if (isGroup) groups.push(address);
        else people.push(memberAt(address));
      }
      unlisted += page.unlisted;
    }
    const gap = gapOf(group, problem, people.length, unlisted);
    return { people, groups, absent: false, gap };
  }

  /** Which of the addresses without a type are groups: the search says so for all at once, a look-up for one. */
  private async sortOut(
    scope: Scope,
    group: Email,
    name: GroupName,
    content: Listed,
    untyped: readonly Email[],
  ): Promise<Listed> {
    const { looks, lists } = this.options;
    const searched = await this.pages(scope, group, (token) => lists.transitive(name, token));
    const groups = new Set<Email>(searched.pages.flatMap((page) => page.groups));
    const doubtful = searched.problem === undefined ? [] : untyped;
    this.untyped += doubtful.length;
    const asked = doubtful.slice(0, Math.max(0, MOST_UNTYPED - this.untyped + doubtful.length));
    await Promise.all(
      asked.map(async (address) => {
        if ((await this.look(scope, looks.groupName(address))).look.ok) groups.add(address);
      }),
    );
    const people = untyped.filter((address) => !groups.has(address)).map(memberAt);
    const gap =
      asked.length < doubtful.length ? unsorted(group, doubtful.length - asked.length) : content.gap;
    return {
      ...content,
      people: [...content.people, ...people],
      groups: [...content.groups, ...untyped.filter((address) => groups.has(address))],
      gap,
    };
  }
}

type Listed = Pick<GroupContent, 'people' | 'groups' | 'absent' | 'gap'>;

const unsorted = (group: Email, count: number): Missing =>
  missing(
    'groups',
    group,
    `Google does not say of ${count} members of ${group} whether they are people or groups; I took them for people.`,
  );

interface Pages {
  readonly pages: readonly People[];
  readonly problem: LookProblem | 'too-many' | undefined;
}

/** Nothing at all was read, and not for want of time. */
function isRefused({ pages, problem }: Pages): boolean {
  if (pages.length > 0 || problem === undefined || problem === 'too-many') return false;
  return problem.kind !== 'deadline';
}

const DEADLINE: LookProblem = {
  kind: 'deadline',
  api: 'cloudidentity',
  resource: 'memberships',
  message: 'The time for this question was over.',
};

const late = (group: Email): Missing => missingFrom(DEADLINE, 'groups', group);

const tooMany = (group: Email): Missing =>
  missing(
    'groups',
    group,
    `I stopped before reading all of ${group}: there are more members than I read at once.`,
  );

function updating(group: Email, status: string): Missing {
  return {
    code: 'dynamic-group-stale',
    subject: group,
    what: `The dynamic group ${group} is still being updated (${status}); its members cannot be told yet.`,
    needs: 'waiting until Google has finished updating the group',
  };
}

function gapOf(group: Email, problem: Pages['problem'], read: number, unlisted: number): Missing | undefined {
  if (problem === 'too-many') return tooMany(group);
  if (problem !== undefined) {
    const why = missingFrom(problem, 'groups', group);
    return read === 0 ? why : { ...why, what: `${why.what} ${read} of its members had been read by then.` };
  }
  if (unlisted === 0) return undefined;
  const some = unlisted === 1 ? 'a member' : `${unlisted} members`;
  return {
    code: 'groups-not-readable',
    subject: group,
    what: `${group} holds ${some} without an address, such as everybody of an organisation: whom that stands for I cannot list.`,
    needs: 'looking at the group itself in the Admin console',
  };
}
