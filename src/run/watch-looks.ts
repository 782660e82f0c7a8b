import { isDecided, takeLook, type LookFound } from '../core/gate/take-look.ts';
import type { BudgetsFile } from '../core/wire/budgets.ts';
import type { Plan } from '../core/wire/plan.ts';
import { gatherTimelines } from './gather-timelines.ts';
import type { Journal } from './journal.ts';
import type { Watcher } from './watcher.ts';

/** Late answers to what was sent before a look are waited for so long; those that come later are in the verdict all the same. */
const settleSeconds = 5;

export interface LooksParts {
  readonly plan: Plan;
  readonly budgets: BudgetsFile;
  readonly journal: Pick<Journal, 'say'>;
  readonly onStage: (text: string) => void;
}

const outcomeText = ({ open, failed }: LookFound): string => {
  if (failed.length > 0) return `${failed.join(', ')} failed`;
  return open.length === 0 ? 'every budget is decided' : `not decided yet: ${open.join(', ')}`;
};

/**
 * Looks at the plateau of a gate run where the plan says, and ends the load at the first look that decides (DESIGN §6). Each look is written
 * down. The last one ends nothing: the load ends there by plan.
 * @returns no watcher for a plan without looks
 */
export const watchLooks = ({ plan, budgets, journal, onStage }: LooksParts): Watcher[] => {
  const { looksAtSeconds } = plan.timing;
  if (looksAtSeconds === undefined) return [];
  const timelines = gatherTimelines();
  let taken = 0;
  const watcher: Watcher = {
    see({ lines, offsetSeconds }) {
      timelines.take(lines);
      const upToSeconds = looksAtSeconds[taken];
      if (upToSeconds === undefined || offsetSeconds < upToSeconds + settleSeconds) return null;
      taken += 1;
      const found = takeLook({ plan, budgets, events: [], workers: timelines.workers() }, upToSeconds);
      journal.say({ type: 'look', number: taken, upToSeconds, open: [...found.open], failed: [...found.failed] });
      const text = `look ${taken} of ${looksAtSeconds.length}, up to second ${upToSeconds}: ${outcomeText(found)}`;
      onStage(`Gate: ${text}`);
      return taken < looksAtSeconds.length && isDecided(found) ? { wish: 'endLoad', why: text } : null;
    },
  };
  return [watcher];
};
