/** Nominal types: a checked string that cannot be confused with another checked string. */
export type Brand<T, Name extends string> = T & { readonly __brand: Name };
