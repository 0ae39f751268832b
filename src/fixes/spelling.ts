/** The last touch on every fix: projects by the id that gcloud insists on, and the release track a command needs. */
import type { Fix } from './types.js';

/** The released command takes Cloud Run in newer SDKs only (SDK 528 takes it on the beta track). */
const trackNote = (command: string | null): string =>
  command?.includes('gcloud iap web') && command.includes('--resource-type=cloud-run')
    ? ' An older gcloud knows cloud-run only as \u201cgcloud beta iap web \u2026\u201d.'
    : '';

/** gcloud refuses `--project=NUMBER` ("set it to PROJECT ID instead"); `projects describe` takes either. */
const looked = (number: string): string =>
  `"$(gcloud projects describe ${number} --format='value(projectId)')"`;

/**
 * Google's own names carry project numbers. Where the place's project is known by its text id, that is written; in
 * commands another number is turned into its id by gcloud itself.
 */
export function spelt(fix: Fix, project: { readonly number: string; readonly id: string | undefined }): Fix {
  const known = (number: string): string | undefined => (number === project.number ? project.id : undefined);
  const command = (text: string): string =>
    text.replace(
      /--project=(\d+)(?=\s|$)/g,
      (_, number: string) => `--project=${known(number) ?? looked(number)}`,
    );
  const written = (text: string | null, pattern: RegExp): string | null =>
    text?.replace(pattern, (whole, number: string) => whole.replace(number, known(number) ?? number)) ?? null;
  const gcloud = fix.gcloud === null ? null : command(fix.gcloud);
  return {
    ...fix,
    gcloud,
    terraform: written(fix.terraform, /^ {2}project +=+ "(\d+)"$/gm),
    console: written(fix.console, /[?&]project=(\d+)\b/g),
    then: `${command(fix.then)}${trackNote(gcloud)}`,
  };
}
