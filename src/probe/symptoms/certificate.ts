/** What was seen working below HTTP: the certificate's time, and HTTP/2. */
import type { Observation, StageName } from '../observation.js';
import type { Note, Symptom } from './symptom.js';

const DAY = 86_400_000;
/** Certificates that renew themselves do so weeks before; with less left something has stopped. */
const SOON = 14;

const fact = (seen: Observation, stage: StageName, name: string): unknown =>
  seen.stages.find((one) => one.stage === stage && one.ok)?.facts[name];

function certificateNote(seen: Observation): Note[] {
  const validTo = fact(seen, 'tls', 'validTo');
  const end = typeof validTo === 'string' ? Date.parse(validTo) : Number.NaN;
  if (Number.isNaN(end)) return [];
  const days = Math.floor((end - seen.startedAt) / DAY);
  const soon = days < SOON;
  const left = days === 1 ? '1 day' : `${days} days`;
  const text = soon
    ? `The certificate ends in ${left}: renew it.`
    : `The certificate is valid for another ${left}.`;
  const date = new Date(end).toISOString().slice(0, 10);
  return [
    {
      finding: soon ? 'warns' : 'ok',
      code: soon ? 'tls-expired' : null,
      sureness: 'certain',
      signs: [`validTo: ${String(validTo)}`],
      text,
      adminText: `${text} It ends on ${date}.`,
    },
  ];
}

function protocolNote(seen: Observation): Note[] {
  const protocol = seen.reply?.protocol ?? seen.bare?.protocol;
  if (protocol === undefined || !seen.target.secure) return [];
  const h2 = protocol === 'h2';
  const text = h2 ? 'HTTP/2 over TLS works.' : 'The server speaks HTTP/1.1 here; gRPC would not work.';
  const alpn = fact(seen, 'tls', 'alpn') ?? fact(seen, 'alpn', 'chosen');
  const signs = [`protocol: ${protocol}`, ...(typeof alpn === 'string' ? [`alpn: ${alpn}`] : [])];
  return [{ finding: 'ok', code: null, sureness: 'certain', signs, text, adminText: text }];
}

export const certificate: Symptom = {
  id: 'certificate',
  codes: [],
  recognise: (seen) => {
    const notes = [...certificateNote(seen), ...protocolNote(seen)];
    return notes.length > 0 ? { notes } : null;
  },
  fixes: () => [],
};
