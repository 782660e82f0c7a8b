import { toxicMechanism } from './toxic.ts';

/** Keeps a connection from closing for delayMs. Data passes as ever: pools that keep connections open do not notice. */
export const slowClose = toxicMechanism('slow_close', ({ delayMs }) => ({ delay: delayMs }));
