import { describe, expect, it } from 'vitest';
import { readHistory } from './run-history.ts';
import { syntheticEvent } from './testing/synthetic-run.ts';

const driving = syntheticEvent(0, { type: 'run', state: 'driving' });
const ended = syntheticEvent(100, { type: 'run', state: 'loadEnded' });
const closed = syntheticEvent(120, { type: 'run', state: 'closed' });
const fault = (
  at: number,
  state: 'applying' | 'applied' | 'applyFailed' | 'healing' | 'healed' | 'healFailed',
  name = 'out',
) => syntheticEvent(at, { type: 'fault', fault: name, state, by: 'plan' });

describe('the history of a run', () => {
  it('of an orderly run', () => {
    const history = readHistory([driving, fault(40, 'applied'), fault(60, 'healed'), ended, closed]);
    expect(history).toMatchObject({
      startedAt: driving.at,
      stoppedAtSeconds: null,
      endedAtSeconds: 100,
      aborted: null,
      loadEnded: true,
      loadKilled: false,
      closed: true,
      faultsLeft: [],
    });
    expect(history.faults).toEqual([
      { fault: 'out', appliedAtSeconds: 40, appliedAtMs: Date.parse(fault(40, 'applied').at), healedAtSeconds: 60 },
    ]);
  });

  it('of a run that was killed: no closing line', () =>
    expect(readHistory([driving, fault(40, 'applied')])).toMatchObject({
      aborted: { by: 'killed', atSeconds: 40 },
      closed: false,
      faultsLeft: ['out'],
    }));

  it('of a run that never drove', () =>
    expect(readHistory([])).toMatchObject({
      startedAt: null,
      endedAtSeconds: 0,
      aborted: { by: 'killed', atSeconds: null },
    }));

  it('of an interrupted run: the plateau ends with the interruption', () =>
    expect(readHistory([driving, syntheticEvent(33, { type: 'aborted', by: 'SIGINT' }), ended, closed])).toMatchObject({
      aborted: { by: 'SIGINT', atSeconds: 33 },
      stoppedAtSeconds: 33,
    }));

  it('takes the wall time where a janitor knew no offset', () => {
    const healed = { ...fault(70, 'healed'), offsetSeconds: null };
    expect(readHistory([driving, fault(40, 'applied'), healed]).faults[0]?.healedAtSeconds).toBe(70);
  });

  it.each(['applying', 'applied', 'healing', 'healFailed'] as const)(
    'counts a fault whose last word is %s as left',
    (state) =>
      expect(readHistory([driving, fault(40, 'applied'), fault(50, state), closed]).faultsLeft).toEqual(['out']),
  );

  it('does not take a way back, which the janitor only took out, for a fault of the run', () => {
    const back = (state: 'healing' | 'healed' | 'healFailed') => fault(70, state, 'out-back');
    const { faults, faultsLeft } = readHistory([driving, fault(40, 'applied'), back('healing'), back('healFailed')]);
    expect(faults.map((life) => life.fault)).toEqual(['out']);
    expect(faultsLeft).toEqual(['out', 'out-back']);
  });

  it('does not count a fault as left that the janitor healed after a failed heal', () =>
    expect(
      readHistory([driving, fault(40, 'applied'), fault(50, 'healFailed'), fault(55, 'healed'), closed]).faultsLeft,
    ).toEqual([]));

  it('counts a fault that could not be applied as left only where nobody lived to say that it is not there', () => {
    const events = [driving, fault(40, 'applying'), fault(41, 'applyFailed')];
    expect(readHistory([...events, syntheticEvent(42, { type: 'aborted', by: 'error' })]).faultsLeft).toEqual([]);
    expect(readHistory(events).faultsLeft).toEqual(['out']);
  });
});
