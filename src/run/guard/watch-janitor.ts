import type { Watcher } from '../watcher.ts';

/**
 * Stops the run when its janitor has ended: from then on a fault could outlive the harness.
 * @param gone aborted when the janitor has ended, with how as its reason
 */
export const watchJanitor = (gone: AbortSignal): Watcher => ({
  see: () =>
    gone.aborted
      ? {
          wish: 'abort',
          trip: {
            condition: 'janitorGone',
            value: 1,
            limit: 0,
            detail: `the janitor, which heals faults when the harness cannot, is gone: ${String(gone.reason)}`,
          },
        }
      : null,
});
