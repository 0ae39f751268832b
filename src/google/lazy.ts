/** Makes a thing when it is first needed: start-up pays for no API client, a question only for those it uses. */

/** Runs `make` at the first call and gives its promise to all who ask. A failure is told to all of them, then forgotten. */
export function lazy<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
