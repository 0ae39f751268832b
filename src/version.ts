/** The program's own version, from its package.json. */
import { readFileSync } from 'node:fs';

/** package.json stands two levels above the built file and one above the source. */
const candidates = ['../../package.json', '../package.json'];

export function version(): string {
  for (const candidate of candidates) {
    try {
      const text = readFileSync(new URL(candidate, import.meta.url), 'utf8');
      const parsed: unknown = JSON.parse(text);
      if (typeof parsed === 'object' && parsed !== null && 'name' in parsed && parsed.name === 'iap-doctor') {
        return 'version' in parsed && typeof parsed.version === 'string' ? parsed.version : '0.0.0';
      }
    } catch {
      // The next candidate; a program without its package.json still runs.
    }
  }
  return '0.0.0';
}
