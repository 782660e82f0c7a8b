import { toxicMechanism } from './toxic.ts';

/**
 * Lets nothing through, and closes the connection after timeoutMs; with 0 it stays open and silent, as behind a dead router. What was
 * sent meanwhile is lost, not kept: healing closes the connections that were hit.
 */
export const timeout = toxicMechanism('timeout', ({ timeoutMs }) => ({ timeout: timeoutMs }));
