/** How shoppers spend their time. */
export interface Pace {
  readonly thinkTimeMedianSeconds: number;
  /** Standard deviation of the logarithm of the think time. */
  readonly thinkTimeSigma: number;
}

/** Mean of the log-normal think time: what a step takes on a shop that answers at once. */
export const meanPaceSeconds = ({ thinkTimeMedianSeconds, thinkTimeSigma }: Pace): number =>
  thinkTimeMedianSeconds * Math.exp(thinkTimeSigma ** 2 / 2);

/** Mean length of a session on a shop that answers at once; a think time follows every step, the last one too. */
export const meanSessionSeconds = (pace: Pace, meanJourneySteps: number): number =>
  meanJourneySteps * meanPaceSeconds(pace);

/** Of a Poisson count, so many standard deviations are not exceeded once in 30,000 looks. */
const deviations = 4;

/**
 * Upper estimate of how many shoppers an open load has at one time, for hosts, descriptors and ports. Little's law (J. D. C. Little,
 * Operations Research 9, 1961): arrivals a second × mean stay. The stay is that on a shop so slow that every step takes the whole
 * patience of the shopper; whoever loses it leaves, so that stays are shorter still. The count of M/G/∞ is Poisson: its margin is added.
 */
export const virtualUsersAtMost = (
  sessionsPerSecond: number,
  pace: Pace & { readonly patienceSeconds: number },
  meanJourneySteps: number,
): number => {
  const mean = sessionsPerSecond * meanJourneySteps * (meanPaceSeconds(pace) + pace.patienceSeconds);
  return Math.ceil(mean + deviations * Math.sqrt(mean));
};
