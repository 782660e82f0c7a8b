import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { curveShapes } from '../core/curve-shapes.ts';
import { layOut, type TimingRequest } from './timing.ts';

const request = (change: Partial<TimingRequest> = {}): TimingRequest => ({
  users: 2_000,
  curve: 'doors-open',
  settleSeconds: 0,
  plateauSeconds: null,
  durationSeconds: null,
  faults: [{ name: 'database-down', durationSeconds: 20, start: { afterSteadySeconds: 125, atLeastSeconds: 8 } }],
  recoveryReserveSeconds: 80,
  file: 'chaos/x.ts',
  ...change,
});

describe('layOut', () => {
  it('lets a crowd come in over a longer time, as far as the run is long enough', () => {
    expect(layOut(request()).timing.plateauStartSeconds).toBe(45);
    expect(layOut(request({ users: 20_000 })).timing.plateauStartSeconds).toBe(100);
    expect(layOut(request({ users: 20_000, durationSeconds: 300 })).timing.plateauStartSeconds).toBe(45);
  });

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

  it('lets an open load settle before the plateau, and counts faults from there', () => {
    const { timing } = layOut(request({ settleSeconds: 46 }));
    expect(timing.plateauStartSeconds).toBe(45 + 46);
    expect(timing.faultStartsSeconds.get('database-down')).toBe(45 + 46 + 125);
    expect(timing.corners.filter(({ share }) => share === 1).map(({ atSeconds }) => atSeconds)).toEqual([
      45,
      timing.rampDownStartSeconds,
    ]);
    expect(layOut(request({ settleSeconds: 46, durationSeconds: 200 })).timing.plateauStartSeconds).toBe(30 + 30);
  });

  it('gives the stairs of `steps` more of the run than a ramp', () => {
    expect(layOut(request({ curve: 'steps' })).timing.plateauStartSeconds).toBe(100);
    expect(layOut(request({ curve: 'steps', durationSeconds: 200 })).timing.plateauStartSeconds).toBe(60);
  });

  it('holds the surge of a spike within the plateau', () => {
    const { timing } = layOut(request({ curve: 'spike' }));
    const top = timing.corners.filter(({ share }) => share === 1).map(({ atSeconds }) => atSeconds);
    expect(Math.min(...top)).toBeGreaterThan(timing.plateauStartSeconds);
    expect(Math.max(...top)).toBeLessThan(timing.rampDownStartSeconds);
  });

  it('always makes a curve that rises in time, starts and ends at nothing, and reaches its peak', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 5, max: 4_000 }),
        fc.integer({ min: 0, max: 90 }),
        fc.constantFrom(...curveShapes),
        (durationSeconds, settleSeconds, curve) => {
          const { timing } = layOut(request({ durationSeconds, settleSeconds, curve, faults: [] }));
          const offsets = timing.corners.map((corner) => corner.atSeconds);
          expect(offsets.toSorted((a, b) => a - b)).toEqual(offsets);
          expect(timing.corners[0]?.share).toBe(0);
          expect(timing.corners.at(-1)).toEqual({ atSeconds: timing.endSeconds, share: 0 });
          expect(Math.max(...timing.corners.map((corner) => corner.share))).toBe(1);
          expect(timing.plateauStartSeconds).toBeLessThan(timing.rampDownStartSeconds);
        },
      ),
    );
  });
});
