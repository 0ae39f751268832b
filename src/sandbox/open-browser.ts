/** Opens the page in the person's own browser, where there is one to open. */
import { spawn } from 'node:child_process';

/** The program that opens an address on this system; nothing without a desktop, and nothing in a pipeline. */
export function browserCommand(
  platform: NodeJS.Platform,
  env: NodeJS.ProcessEnv,
): readonly [string, ...string[]] | undefined {
  if (env.CI) return undefined;
  switch (platform) {
    case 'darwin':
      return ['open'];
    case 'win32':
      return ['explorer.exe'];
    default:
      return env.DISPLAY || env.WAYLAND_DISPLAY ? ['xdg-open'] : undefined;
  }
}

/** Tries; the address is printed anyway, so nobody is told when it fails. */
export function openBrowser(url: string, platform = process.platform, env = process.env): void {
  const command = browserCommand(platform, env);
  if (!command) return;
  const [program, ...words] = command;
  const child = spawn(program, [...words, url], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}
