import type { StopCondition } from '../../config/stop-conditions.ts';
import type { Plan } from '../../core/wire/plan.ts';
import type { Watcher } from '../watcher.ts';
import { watchBadShare } from './bad-share.ts';
import { watchGoodput } from './goodput.ts';
import { watchLatency } from './latency.ts';

/** The watcher of a stop condition of the configuration. */
export const watchStopCondition = (condition: StopCondition, plan: Pick<Plan, 'load' | 'timing'>): Watcher => {
  switch (condition.kind) {
    case 'badShare':
      return watchBadShare(condition);
    case 'latency':
      return watchLatency(condition);
    case 'goodput':
      return watchGoodput(condition, plan);
  }
};
