/** What every aggregated list of Compute Engine has in common: scopes with their items, and links between resources. */
import { z } from 'zod';
import { list, optional, optionalText, texts } from './fields.js';
import type { Page } from './look.js';

/** `https://www.googleapis.com/compute/v1/projects/p/global/urlMaps/x` without what stands before `projects/`. */
export const computeLink = (text: string): string => text.replace(/^.*?(?=projects\/)/, '');

/** A link that may be absent; an empty one is absent. */
export const optionalLink = optionalText.transform((text) =>
  text === undefined || text === '' ? undefined : computeLink(text),
);

export const links = texts.transform((all) => all.map(computeLink));

/** What every resource says of itself, where Google says it. */
export const identity = { name: z.string().min(1), selfLink: optionalText };

/**
 * A page of `aggregated/KIND`: each scope (`global`, `regions/R`) holds its items or only a warning. `make` is given the
 * item and its link, which is built from the scope where the item does not carry one.
 */
export function aggregatedOf<S extends z.ZodType<{ name: string; selfLink: string | undefined }>, T>(
  project: string,
  kind: string,
  item: S,
  make: (item: z.output<S>, link: string) => T,
) {
  const scope = z.object({ [kind]: list(item), warning: optional(z.object({ code: optionalText })) });
  return z
    .object({
      items: z.record(z.string(), scope).default({}),
      nextPageToken: optionalText,
      unreachables: texts,
    })
    .transform(({ items, nextPageToken, unreachables }): Page<T> => {
      const scopes = Object.entries(items);
      const unreached = scopes.filter(
        ([, { warning }]) => (warning as { code?: string } | undefined)?.code === 'UNREACHABLE',
      );
      return {
        items: scopes.flatMap(([name, inside]) =>
          (inside[kind] as z.output<S>[]).map((one) =>
            make(one, computeLink(one.selfLink ?? `projects/${project}/${name}/${kind}/${one.name}`)),
          ),
        ),
        next: nextPageToken === '' ? undefined : nextPageToken,
        unreachable: [...unreachables, ...unreached.map(([name]) => name)],
      };
    });
}
