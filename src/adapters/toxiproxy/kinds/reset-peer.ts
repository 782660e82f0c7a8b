import { toxicMechanism } from './toxic.ts';

/**
 * Resets connections after timeoutMs. Only those opened while it is in place get a TCP reset; those that were open before are closed in
 * the ordinary way.
 */
export const resetPeer = toxicMechanism('reset_peer', ({ timeoutMs }) => ({ timeout: timeoutMs }));
