import type { RunningLoad } from '../ports.ts';
import type { RehearsalParts } from './rehearsal-parts.ts';

/** Shoppers finish their step within their patience; then this much for the engine to write its last lines. */
export const engineGraceSeconds = 15;
const interruptedGraceMs = 5_000;

/** Ends a load that has not ended by itself: first by the stop channel, then by force. */
export const endLoad = async (
  { journal, clock, plan, signal }: RehearsalParts,
  load: RunningLoad,
  endedByItself: boolean,
) => {
  if (endedByItself) {
    journal.say({ type: 'run', state: 'loadEnded' });
    return;
  }
  journal.say({ type: 'run', state: 'stopRequested' });
  await load.stop();
  const graceMs = signal.aborted ? interruptedGraceMs : (plan.load.patienceSeconds + engineGraceSeconds) * 1_000;
  const ended = await Promise.race([load.ended.then(() => true), clock.sleep(graceMs).then(() => false)]);
  if (ended) {
    journal.say({ type: 'run', state: 'loadEnded' });
    return;
  }
  await load.kill();
  journal.say({
    type: 'run',
    state: 'loadKilled',
    detail: `shoppers were still busy ${graceMs / 1_000} s after the request`,
  });
};
