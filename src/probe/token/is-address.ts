/** Tells the two kinds of audience apart: an address, for JWTs that an account signs itself, and a client for all others. Pure. */

export const isAddress = (audience: string): boolean => /^https?:\/\//i.test(audience);
