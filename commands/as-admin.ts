/** Who may ask about everybody: administrators, and in the terminal whoever has the credentials. */
import type { Asking } from '../src/app.js';

/** Whether the question may be answered with what is about everybody. */
export async function asksAsAdmin(asking: Asking): Promise<boolean> {
  if (asking.isAdmin) return asking.isAdmin();
  return asking.speaker.surface === 'terminal';
}
