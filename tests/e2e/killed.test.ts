import { inject, it, expect } from 'vitest';
import type { Victim } from '../../bench/kills/outcome.ts';
import { runTrial } from '../../bench/kills/trial.ts';
import { describeWith } from '../support/provided.ts';

/** At once, so that they take the time of one; all of them, many times and at any instant, are `npm run bench -- kills`. */
const trials: readonly Victim[] = ['harness', 'harness', 'k6', 'k6', 'toxiproxy', 'janitor'];

describeWith('kill -9 in the middle of a fault', inject('engine'), (engine) => {
  it('leaves no toxic of ours, never passes, and says what happened', async () => {
    const done = await Promise.all(trials.map((victim) => runTrial(engine.toxiproxyServer, victim, 'in the fault')));
    for (const { outcome } of done)
      expect(outcome.eventsBefore.some((event) => event.type === 'fault' && event.state === 'applied')).toBe(true);
    expect(done.map(({ outcome, problems }) => ({ victim: outcome.victim, problems }))).toEqual(
      trials.map((victim) => ({ victim, problems: [] })),
    );
  });
});
