import { setTimeout as wait } from 'node:timers/promises';
import { log } from './service.ts';

/** Does the work for ever, `pauseMs` after each end. A failure is logged when its message is a new one; the next turn tries again. */
export const repeat = async (who: string, pauseMs: number, work: () => Promise<void>): Promise<never> => {
  let lastFailure: string | null = null;
  for (;;) {
    try {
      await work();
      if (lastFailure !== null) log(who, 'works again');
      lastFailure = null;
    } catch (error) {
      const failure = error instanceof Error ? error.message : String(error);
      if (failure !== lastFailure) log(who, failure);
      lastFailure = failure;
    }
    await wait(pauseMs);
  }
};
