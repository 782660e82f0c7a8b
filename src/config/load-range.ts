/** What a person may ask for at the peak. */
export const mostUsers = 1_000_000;
/** Below, an hour sees a few dozen sessions; above, no machine begins them. */
export const sessionsPerSecondRange = { least: 0.01, most: 100_000 } as const;
