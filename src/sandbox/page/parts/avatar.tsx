/** A coloured square with initials in place of a picture; nothing is fetched. */

/** Eight tones, each dark enough for white letters. */
function toneOf(name: string): number {
  let sum = 0;
  for (const char of name) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 1_009;
  return sum % 8;
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return ((words[0]?.[0] ?? '') + (words.length > 1 ? (words.at(-1)?.[0] ?? '') : '')).toUpperCase();
}

export function Avatar({ name, bot = false }: { readonly name: string; readonly bot?: boolean }) {
  return (
    <span className="avatar" data-tone={bot ? 'bot' : toneOf(name)} aria-hidden="true">
      {bot ? <BotFace /> : initialsOf(name)}
    </span>
  );
}

function BotFace() {
  return (
    <svg viewBox="0 0 32 32" focusable="false" aria-hidden="true">
      <path
        d="M16 5.500 7.500 9v6.500c0 5 3.300 8.900 8.500 10.700 5.200-1.800 8.500-5.700 8.500-10.700V9z"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinejoin="round"
      />
      <path
        d="M10.500 16.400h2.900l1.600-3.600 2.500 6.600 1.600-3h2.400"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
