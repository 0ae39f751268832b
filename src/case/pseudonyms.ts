/** Other names for the people in a case file, the same one everywhere, so that it can be shared and still answers the same. */

const ADDRESS =
  /(?:(?<=%[0-9A-Fa-f]{2})|(?<![A-Za-z0-9._+-]))[A-Za-z0-9._+-]+(?:@|%40)[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/g;
/** Where an address stands that is a group's. */
const GROUP = /(?:"group:|groups?\.lookup |principalSet:\/\/goog\/group\/|"groups\/)([^"\s/]+@[^"\s/]+)/g;

const plain = (address: string): string => address.replace(/%40/gi, '@').toLowerCase();

const localOf = (address: string): string => address.slice(0, address.indexOf('@'));

/**
 * Accounts of programs carry no person's name, and their form decides how they are matched. `postmaster@` is what is
 * asked to learn whether the directory may be read at all.
 */
const isAccount = (address: string): boolean =>
  address.endsWith('.gserviceaccount.com') || address.startsWith('postmaster@');

/** The number of a person's account, as the directory gives it; it may stand elsewhere too. */
const NUMBERED = /"id": ?"(\d{6,})",\s*"primaryEmail"/g;

/**
 * The text of a case file with every person's address replaced by `person-N@` of the same domain, in all its spellings,
 * and every account number by another. Groups and service accounts keep theirs: they decide, and name no person.
 */
export function pseudonymise(text: string): string {
  const groups = new Set([...text.matchAll(GROUP)].map(([, address = '']) => plain(address)));
  const people = [...new Set((text.match(ADDRESS) ?? []).map(plain))]
    .filter((address) => !groups.has(address) && !isAccount(address))
    .sort();
  // By the part before the @: the same name in two domains may be two accounts of one person, and says so.
  const locals = [...new Set(people.map(localOf))];
  const names = new Map(
    people.map((address) => [
      address,
      `person-${locals.indexOf(localOf(address)) + 1}${address.slice(address.indexOf('@'))}`,
    ]),
  );
  const numbers = [...new Set([...text.matchAll(NUMBERED)].map(([, number = '']) => number))].sort();
  const renamed = text.replace(ADDRESS, (found) => {
    const name = names.get(plain(found));
    if (name === undefined) return found;
    return found.includes('@') ? name : name.replace('@', '%40');
  });
  return numbers.reduce(
    (all, number, at) => all.replaceAll(number, String(100_000_000_000_000_000_000n + BigInt(at + 1))),
    renamed,
  );
}
