import { toxicMechanism } from './toxic.ts';

/** Closes each connection once it has carried that many bytes, in the middle of an answer if need be. Counts from its application. */
export const limitData = toxicMechanism('limit_data', ({ bytes }) => ({ bytes }));
