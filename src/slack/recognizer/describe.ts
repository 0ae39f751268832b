/** One log line on what was recognised, for the dry run and the audit; never with a word of the message. Pure. */
import type { Recognition } from './recognise.js';

/** Fields of a structured log line. Addresses of the message stay out as its words do: only what the configuration names. */
export function describeRecognition(
  recognition: Recognition,
): Readonly<Record<string, string | readonly string[]>> {
  const { because } = recognition;
  if (!recognition.fires) return { recognised: 'no', gate: recognition.gate, because };
  const { service, kind, about, codes } = recognition;
  return {
    recognised: 'yes',
    kind,
    about,
    because,
    ...(service === undefined ? {} : { service }),
    ...(codes.length === 0 ? {} : { codes }),
  };
}
