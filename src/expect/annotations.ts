/** Results as GitHub annotations: one line each, read by the runner from standard output (GitHub "Workflow commands"). Pure. */
import type { ExpectReport, Result } from './report.js';

/** GitHub's own escapes of a command's message, and of its properties. */
const message = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => message(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** Controls would be acted on by whoever shows the log. */
const visible = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ');

function lineOf(result: Result, file: string): string {
  const level = result.outcome === 'broken' ? 'error' : 'warning';
  const title = `${result.who} at ${result.where}: expected ${result.expected}, is ${result.verdict ?? 'not to be told'}`;
  const at = result.line === null ? '' : `,line=${result.line}`;
  const because = result.because === null ? '' : ` Expected because: ${result.because}`;
  const text = visible(`${result.adminText || result.text}${because}`);
  return `::${level} file=${property(visible(file))}${at},title=${property(visible(title))}::${message(text)}`;
}

/** Nothing for what is as expected. */
export const annotationsOf = ({ results, file }: ExpectReport): readonly string[] =>
  results.filter(({ outcome }) => outcome !== 'met').map((result) => lineOf(result, file));
