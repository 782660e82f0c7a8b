/**
 * The engine writes a second down when it is over; one second more for what is answered late. With looks a second apart, a condition is so
 * noticed within 2 s of being reached, which leaves one for healing.
 */
const settleSeconds = 1;

/** The last so many seconds that are looked at: `from` ≤ second < `to`, offsets from T0. */
export const settledSeconds = (
  offsetSeconds: number,
  forSeconds: number,
): { readonly from: number; readonly to: number } => {
  const to = Math.floor(offsetSeconds) - settleSeconds;
  return { from: to - forSeconds, to };
};
