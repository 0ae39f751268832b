/** Decides whether a base URL stays on this computer: the only place emulators may be. */

/** 127.0.0.0/8, `::1` and `localhost`, judged on the host the URL parser itself arrived at. */
function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.[0-9]{1,3}){3}$/.test(hostname);
}

/**
 * Reads a base URL of an emulator; nothing when it is not http(s), carries credentials or leaves this computer.
 * The WHATWG parser resolves every spelling of an address (`0x7f.1`, `2130706433`) before it is judged, and what stands
 * before an `@` or after a `#` is never taken for the host.
 */
export function parseLoopbackUrl(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined;
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return undefined;
  return isLoopbackHost(url.hostname) ? url : undefined;
}
