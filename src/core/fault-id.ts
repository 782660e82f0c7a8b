const prefix = 'peakproof-';
/** Run ids end in instant and suffix, `2026-11-27-083000-4f2a`; what follows is the fault. */
const ownName = /^peakproof-((?:[a-z]+-)?\d{4}-\d{2}-\d{2}-\d{6}-[0-9a-f]{4})-(.+)$/;

/** The name under which a fault stands at Toxiproxy: whose it is can be read from it. */
export const faultId = (runId: string, fault: string): string => `${prefix}${runId}-${fault}`;

/**
 * The run that a toxic belongs to; null when it is not ours. An id of another form than the harness gives cannot be told from the
 * fault behind it: its first word stands for it.
 */
export const runOfFault = (name: string): string | null => {
  if (!name.startsWith(prefix)) return null;
  return ownName.exec(name)?.[1] ?? name.slice(prefix.length).split('-')[0] ?? null;
};
