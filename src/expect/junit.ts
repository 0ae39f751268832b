/** Results as JUnit XML, the form that every pipeline shows: a broken expectation is a failure, an open one an error. */
import XMLBuilder from 'fast-xml-builder';
import type { ExpectReport, Result } from './report.js';

/** Characters that XML 1.0 has no way to write. */
const writable = (text: string): string =>
  text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD');

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  format: true,
  suppressEmptyNode: true,
});

function bodyOf(result: Result): object {
  const said = `${result.adminText || result.text}${result.because === null ? '' : `\nExpected because: ${result.because}`}`;
  const summary = `expected ${result.expected}${result.expectedCode === null ? '' : ` (${result.expectedCode})`}, is ${result.verdict ?? 'not to be told'}${result.code === null ? '' : ` (${result.code})`}`;
  const detail = { '@message': writable(summary), '#text': writable(said) };
  switch (result.outcome) {
    case 'met':
      return {};
    case 'broken':
      return { failure: { '@type': result.code ?? 'verdict', ...detail } };
    case 'open':
      return { error: { '@type': result.code ?? 'unknown', ...detail } };
  }
}

/** The whole document. */
export function junitOf({ results, file, broken, open, ms }: ExpectReport): string {
  const totals = {
    '@tests': results.length,
    '@failures': broken,
    '@errors': open,
    '@time': (ms / 1000).toFixed(3),
  };
  const cases = results.map((result) => ({
    '@classname': writable(result.where),
    '@name': writable(
      `${result.who} ${result.expected}${result.circumstances === '' ? '' : ` ${result.circumstances}`}`,
    ),
    ...(result.line === null ? {} : { '@line': result.line }),
    '@file': writable(file),
    ...bodyOf(result),
  }));
  return `${builder.build({
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    testsuites: {
      ...totals,
      testsuite: { '@name': writable(`iap-doctor expect ${file}`), ...totals, testcase: cases },
    },
  })}`;
}
