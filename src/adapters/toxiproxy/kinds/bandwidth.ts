import { toxicMechanism } from './toxic.ts';

/** Limits each connection to rateKBps kilobytes a second. It cannot limit the sum over connections. */
export const bandwidth = toxicMechanism('bandwidth', ({ rateKBps }) => ({ rate: rateKBps }));
