import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../core/wire/events.ts';
import { outageVerdict } from '../testing/outage-verdict.ts';
import { faultBands, marksOfRun, marksOfStep } from './fault-bands.ts';

const fault = (name: string, state: 'applied' | 'healed', offsetSeconds: number): RunEvent => ({
  v: 1,
  at: '2026-11-27T08:00:00.000Z',
  offsetSeconds,
  type: 'fault',
  fault: name,
  state,
  by: 'plan',
});

describe('faultBands', () => {
  it('reaches from applied to healed, also where faults overlap or come twice', () =>
    expect(
      faultBands(
        [
          fault('a', 'applied', 10),
          fault('b', 'applied', 12),
          fault('a', 'healed', 20),
          fault('b', 'healed', 25),
          fault('a', 'applied', 40),
          fault('a', 'healed', 45),
        ],
        60,
      ),
    ).toEqual([
      { label: 'a', fromSeconds: 10, toSeconds: 20 },
      { label: 'b', fromSeconds: 12, toSeconds: 25 },
      { label: 'a', fromSeconds: 40, toSeconds: 45 },
    ]));

  it('lasts to the end when it was never healed, and says so', () =>
    expect(faultBands([fault('a', 'applied', 10)], 60)).toEqual([
      { label: 'a (not healed)', fromSeconds: 10, toSeconds: 60 },
    ]));
});

describe('marks', () => {
  const { recovery } = outageVerdict();

  it('of a step are its own', () =>
    expect(marksOfStep(recovery, 'checkout')).toEqual([
      { kind: 'onset', atSeconds: 151 },
      { kind: 'recovered', atSeconds: 191 },
    ]));

  it('of the run are the first onset and the last recovery', () =>
    expect(marksOfRun(recovery)).toEqual([
      { kind: 'onset', atSeconds: 151 },
      { kind: 'recovered', atSeconds: 191 },
    ]));

  it('of the run have no recovery while one step is not back', () =>
    expect(marksOfRun(recovery.map((row, at) => (at === 0 ? { ...row, recoveredAtSeconds: null } : row)))).toEqual([
      { kind: 'onset', atSeconds: 151 },
    ]));

  it('are none where nothing degraded', () =>
    expect(marksOfRun(recovery.map((row) => ({ ...row, onsetAtSeconds: null, recoveredAtSeconds: null })))).toEqual(
      [],
    ));
});
