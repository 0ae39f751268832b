/** Small wording helpers for names of Google resources. */

/** The last part of a slash-separated name. */
export function lastSegment(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
