/** Fields as one line of the trace, secrets gone. */
import { redactFields } from './redact.js';

export function fieldsInWords(
  fields: Readonly<Record<string, string | readonly string[]>>,
  secrets: readonly string[],
): string {
  const lists = Object.entries(fields).map(([name, value]) => [
    name,
    typeof value === 'string' ? [value] : value,
  ]);
  return Object.entries(redactFields(Object.fromEntries(lists), secrets))
    .flatMap(([name, values]) => values.map((value) => `${name}: ${value}`))
    .join(' | ');
}
