import type { Clock } from '../ports.ts';
import type { Journal } from './journal.ts';

/** Something that is done again and again while the load is driven. */
export interface Repetition {
  /** Resolves when it is done no more. */
  stop(): Promise<void>;
}

/** Does something every few seconds from T0 on, one after the other, until it is stopped. What `act` throws ends it, and is thrown by `stop`. */
export const repeatFromT0 = (
  { journal, clock }: { readonly journal: Journal; readonly clock: Clock },
  everySeconds: number,
  act: (offsetSeconds: number) => Promise<void> | void,
): Repetition => {
  const halt = new AbortController();
  const repeat = async (): Promise<void> => {
    while (!halt.signal.aborted) {
      const offsetSeconds = journal.offsetSeconds();
      if (offsetSeconds !== null && offsetSeconds >= 0) await act(offsetSeconds);
      await clock.sleep(everySeconds * 1_000, halt.signal);
    }
  };
  const done = repeat();
  // A full disk must not end the harness while a fault is in place: the run heals first, and hears of it when it stops this.
  done.catch(() => undefined);
  return {
    stop: () => {
      halt.abort();
      return done;
    },
  };
};
