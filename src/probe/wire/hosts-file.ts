/** Reads the system's hosts file, which every other program asks before DNS. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readAddress } from '../guard/address.js';

const PATH =
  process.platform === 'win32'
    ? join(process.env.SystemRoot ?? 'C:\\Windows', 'System32', 'drivers', 'etc', 'hosts')
    : '/etc/hosts';

/** The addresses a hosts file gives a name, in its order. Lines: an address, then names; `#` begins a comment. */
export function addressesIn(file: string, host: string): readonly string[] {
  const wanted = host.toLowerCase();
  const found = file.split(/\r?\n/).flatMap((line) => {
    const [address = '', ...names] = (line.split('#', 1)[0] ?? '').trim().split(/\s+/);
    const fits = names.some((name) => name.toLowerCase().replace(/\.$/, '') === wanted);
    return fits && readAddress(address) ? [address] : [];
  });
  return [...new Set(found)];
}

/** The addresses of a name in this computer's own file; none when there is no such file. */
export async function addressesInHostsFile(host: string): Promise<readonly string[]> {
  const text = await readFile(PATH, 'utf8').catch(() => '');
  return addressesIn(text, host);
}
