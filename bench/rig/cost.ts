import type { Measured } from './drive.ts';

/** CPU of the engine a request over the hold, ms: requests as the targets count them. @throws Error for a load without a hold. */
export const cpuMsPerRequest = ({ hold }: Measured): number => {
  if (hold === null || hold.requests === 0) throw new Error('No request was answered in the hold');
  return (hold.cpuSeconds * 1_000) / hold.requests;
};
