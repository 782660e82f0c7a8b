import { evidenceVersion } from '../core/wire/plan.ts';
import type { Clock, RunStore, ShopResources } from '../ports.ts';
import type { Journal } from './journal.ts';

export const resourcesEverySeconds = 5;
/** So many failures in a row are worth a note; one may be a busy second. */
const failuresToNote = 3;

export interface ResourceWatch {
  /** Resolves when nothing is written any more. */
  stop(): Promise<void>;
}

/**
 * Writes down what the shop uses, every 5 s from T0 on, until it is stopped. That the endpoint does not answer is noted once, and tried
 * on: a run does not fail for it.
 */
export const watchResources = (parts: {
  readonly resources: ShopResources;
  readonly store: Pick<RunStore, 'appendResources'>;
  readonly journal: Journal;
  readonly clock: Clock;
}): ResourceWatch => {
  const { resources, store, journal, clock } = parts;
  const halt = new AbortController();
  const watch = async (): Promise<void> => {
    let failures = 0;
    while (!halt.signal.aborted) {
      const offsetSeconds = journal.offsetSeconds();
      if (offsetSeconds !== null && offsetSeconds >= 0)
        try {
          const read = await resources.read();
          store.appendResources({ v: evidenceVersion, offsetSeconds, resources: [...read] });
          failures = 0;
        } catch (error) {
          failures += 1;
          if (failures === failuresToNote)
            journal.say({
              type: 'note',
              text: `the shop's resources cannot be read: ${error instanceof Error ? error.message : String(error)}`,
            });
        }
      await clock.sleep(resourcesEverySeconds * 1_000, halt.signal);
    }
  };
  const done = watch();
  return {
    stop: () => {
      halt.abort();
      return done;
    },
  };
};
