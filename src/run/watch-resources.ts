import { evidenceVersion } from '../core/wire/plan.ts';
import type { Clock, RunStore, ShopResources } from '../ports.ts';
import type { Journal } from './journal.ts';
import { repeatFromT0, type Repetition } from './repeat.ts';

export const resourcesEverySeconds = 5;
/** So many failures in a row are worth a note; one may be a busy second. */
const failuresToNote = 3;

/**
 * Writes down what the shop uses, every 5 s from T0 on, until it is stopped. That the endpoint does not answer is noted once, and tried
 * on: a run does not fail for it.
 */
export const watchResources = (parts: {
  readonly resources: ShopResources;
  readonly store: Pick<RunStore, 'appendResources'>;
  readonly journal: Journal;
  readonly clock: Clock;
}): Repetition => {
  const { resources, store, journal } = parts;
  let failures = 0;
  return repeatFromT0(parts, resourcesEverySeconds, async (offsetSeconds) => {
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
  });
};
