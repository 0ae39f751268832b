/** Light, dark, or as the system has it. */
import { type Choice, choose } from '../data/theme.js';

const NEXT: Readonly<Record<Choice, Choice>> = { system: 'light', light: 'dark', dark: 'system' };
const MARKS: Readonly<Record<Choice, string>> = { system: '◐', light: '☀', dark: '☾' };
const WORDS: Readonly<Record<Choice, string>> = {
  system: 'as the system has it',
  light: 'light',
  dark: 'dark',
};

export function ThemeToggle({ choice }: { readonly choice: Choice }) {
  const label = `Colours: ${WORDS[choice]}. Change to ${WORDS[NEXT[choice]]}`;
  return (
    <button
      type="button"
      className="theme"
      title={label}
      aria-label={label}
      onClick={() => choose(NEXT[choice])}
    >
      <span aria-hidden="true">{MARKS[choice]}</span>
    </button>
  );
}
