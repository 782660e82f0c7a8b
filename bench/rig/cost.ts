import type { Measured } from './drive.ts';

/** What the hold of a load cost and brought: requests as the targets count them. */
export interface HoldCost {
  readonly cpuMsPerRequest: number;
  readonly requestsPerSecond: number;
}

/** @throws Error for a load without a hold, or without a request in it. */
export const holdCost = ({ hold }: Measured): HoldCost => {
  if (hold === null || hold.requests === 0) throw new Error('No request was answered in the hold');
  return {
    cpuMsPerRequest: (hold.cpuSeconds * 1_000) / hold.requests,
    requestsPerSecond: hold.requests / hold.seconds,
  };
};
