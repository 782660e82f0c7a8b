import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOut, type TimingRequest } from './timing.ts';

const request = (change: Partial<TimingRequest> = {}): TimingRequest => ({
  users: 2_000,
  curve: 'doors-open',
  plateauSeconds: null,
  durationSeconds: null,
  faults: [{ name: 'database-down', durationSeconds: 20, start: { afterSteadySeconds: 125, atLeastSeconds: 8 } }],
  recoveryReserveSeconds: 80,
  file: 'chaos/x.ts',
  ...change,
});

describe('layOut', () => {
  it('takes what each part needs when no duration is given', () => {
    const { timing, problems } = layOut(request());
    expect(problems).toEqual([]);
    expect(timing.plateauStartSeconds).toBe(45);
    expect(timing.faultStartsSeconds.get('database-down')).toBe(170);
    expect(timing.rampDownStartSeconds).toBe(170 + 20 + 80 + 15);
    expect(timing.endSeconds).toBe(300);
    expect(timing.recoveryReserveSeconds).toBe(80);
  });

  it('shrinks the steady time first, then the reserve, when the run is short', () => {
    const { timing, problems } = layOut(request({ durationSeconds: 60 }));
    expect(problems).toEqual([]);
    expect(timing.endSeconds).toBe(60);
    const faultAt = timing.faultStartsSeconds.get('database-down') ?? 0;
    expect(faultAt).toBeGreaterThanOrEqual(9 + 8);
    expect(faultAt).toBeLessThan(9 + 12);
    expect(timing.recoveryReserveSeconds).toBeGreaterThanOrEqual(15);
  });

  it('says how long a run must be when a fault does not fit', () => {
    const { problems } = layOut(request({ durationSeconds: 20 }));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ file: 'chaos/x.ts', path: 'faults[0]' });
    expect(problems[0]?.allowed).toMatch(/--duration of at least \d+s/);
  });

  it('refuses a fault at a fixed offset after the end of the plateau', () => {
    const faults = [{ name: 'late', durationSeconds: 20, start: { atSeconds: 500 } }];
    expect(layOut(request({ faults, durationSeconds: 300 })).problems).toHaveLength(1);
    expect(layOut(request({ faults })).problems).toEqual([]);
  });

  it('extends the plateau of a long run and leaves faults where they were', () => {
    const { timing } = layOut(request({ durationSeconds: 900 }));
    expect(timing.endSeconds).toBe(900);
    expect(timing.faultStartsSeconds.get('database-down')).toBe(170);
  });

  it('always makes a curve that rises in time, starts and ends with nobody, and reaches the users', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20_000 }),
        fc.integer({ min: 5, max: 4_000 }),
        fc.constantFrom('doors-open' as const, 'ramp' as const, 'constant' as const),
        (users, durationSeconds, curve) => {
          const { timing } = layOut(request({ users, durationSeconds, curve, faults: [] }));
          const offsets = timing.curve.map((point) => point.atSeconds);
          expect([...offsets].sort((a, b) => a - b)).toEqual(offsets);
          expect(timing.curve[0]?.virtualUsers).toBe(0);
          expect(timing.curve.at(-1)).toEqual({ atSeconds: timing.endSeconds, virtualUsers: 0 });
          expect(Math.max(...timing.curve.map((point) => point.virtualUsers))).toBe(users);
        },
      ),
    );
  });
});
