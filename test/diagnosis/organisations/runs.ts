/** How many random organisations are asked about, and from which seed: the same in every run unless told otherwise. */

const given = (name: string): number | undefined => {
  const value = Number(process.env[name]);
  return Number.isSafeInteger(value) && value > 0 ? value : undefined;
};

/** `IAP_DOCTOR_RUNS` and `IAP_DOCTOR_SEED` take other organisations, e.g. to hunt through a night. */
export const runs = (numRuns: number, seed: number) => ({
  numRuns: given('IAP_DOCTOR_RUNS') ?? numRuns,
  seed: given('IAP_DOCTOR_SEED') ?? seed,
});

/** Milliseconds a whole walk may take on a computer that is busy with others. */
export const WALK_MS = 600_000;
