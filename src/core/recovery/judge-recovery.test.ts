import { describe, expect, it } from 'vitest';
import type { Episode } from './episodes.ts';
import { decideRecovery } from './judge-recovery.ts';
import type { RecoveryObservation } from './observe-recovery.ts';

const episode = (onsetSeconds: number, recoveredSeconds: number | null, windowSeconds = 1): Episode => ({
  onsetSeconds,
  onsetWindowSeconds: windowSeconds,
  recoveredSeconds,
  recoveredSpanSeconds: recoveredSeconds === null ? 0 : windowSeconds,
});

const observed = (change: Partial<RecoveryObservation> = {}): RecoveryObservation => ({
  fromSeconds: 100,
  healedAtSeconds: 120,
  untilSeconds: 300,
  episodes: [episode(102, 130)],
  degradedSeconds: 25,
  unknownSeconds: 0,
  attempts: 5000,
  unsteady: null,
  endsGoodFromSeconds: null,
  starvedAfterBreach: false,
  ...change,
});

const service = (limit: number, change?: Partial<RecoveryObservation>) =>
  decideRecovery({ indicator: 'serviceRecovery', limit }, observed(change), false);
const healing = (limit: number, change?: Partial<RecoveryObservation>) =>
  decideRecovery({ indicator: 'selfHealing', limit }, observed(change), false);

describe('a recovery budget', () => {
  it('passes in time: service recovery from onset, self-healing from the heal', () => {
    expect(service(60)).toMatchObject({
      outcome: 'pass',
      valueSeconds: 28,
      interval: [26, 28],
      selfHealingSeconds: 10,
    });
    expect(healing(60)).toMatchObject({
      outcome: 'pass',
      valueSeconds: 10,
      interval: [9, 10],
      serviceRecoverySeconds: 28,
    });
  });

  it('fails late', () => expect(service(20)).toMatchObject({ outcome: 'fail', valueSeconds: 28 }));

  it('is inconclusive where the windows are too wide to tell', () =>
    expect(service(20, { episodes: [episode(102, 130, 10)] })).toMatchObject({
      outcome: 'inconclusive',
      why: expect.stringContaining('windows this wide'),
    }));

  it('is 0 seconds of self-healing where the shop was back before the heal', () =>
    expect(healing(60, { episodes: [episode(102, 110)] })).toMatchObject({ outcome: 'pass', valueSeconds: 0 }));

  it('judges the longest episode and counts them all', () => {
    const relapse = { episodes: [episode(102, 130), episode(200, 290)] };
    expect(service(60, relapse)).toMatchObject({ outcome: 'fail', valueSeconds: 90, onsetAtSeconds: 200 });
    expect(healing(60, relapse)).toMatchObject({ outcome: 'fail', valueSeconds: 90 });
    expect(service(60, relapse).why).toContain('2 episodes');
  });

  it('fails where the shop was not back in time while watched', () =>
    expect(service(60, { episodes: [episode(102, null)] })).toMatchObject({
      outcome: 'fail',
      valueSeconds: null,
      interval: [null, null],
      recoveredAtSeconds: null,
      why: expect.stringContaining('> 198 s'),
    }));

  it('is inconclusive where watching ended before the limit', () =>
    expect(service(250, { episodes: [episode(102, null)] })).toMatchObject({
      outcome: 'inconclusive',
      why: expect.stringContaining('watch longer'),
    }));

  it('is inconclusive where the end was good, in time, but too short to prove it', () => {
    const late = { episodes: [episode(102, null)], untilSeconds: 170 };
    expect(service(60, { ...late, endsGoodFromSeconds: 160 }).outcome).toBe('inconclusive');
    expect(service(60, { ...late, endsGoodFromSeconds: 165 }).outcome).toBe('fail');
  });

  it('is inconclusive where too few attempts came back to see', () =>
    expect(service(60, { episodes: [episode(102, null)], starvedAfterBreach: true })).toMatchObject({
      outcome: 'inconclusive',
      why: expect.stringContaining('use more users'),
    }));

  it('passes with 0 and a warning where the shop was never degraded', () => {
    expect(service(60, { episodes: [] })).toMatchObject({ outcome: 'pass', valueSeconds: 0, onsetAtSeconds: null });
    expect(service(60, { episodes: [] }).why).toContain('Warning');
    const crossed = decideRecovery({ indicator: 'selfHealing', limit: 60 }, observed({ episodes: [] }), true);
    expect(crossed.why).not.toContain('Warning');
  });

  it('is inconclusive where degradation could not have been seen', () => {
    expect(service(60, { episodes: [], unknownSeconds: 30 })).toMatchObject({
      outcome: 'inconclusive',
      valueSeconds: null,
    });
    expect(service(60, { episodes: [], attempts: 0 })).toMatchObject({ outcome: 'inconclusive', valueSeconds: null });
  });

  it('is inconclusive after an unsteady start, or without a heal', () => {
    expect(service(60, { unsteady: 'already in breach' })).toMatchObject({
      outcome: 'inconclusive',
      why: 'already in breach',
    });
    expect(service(60, { healedAtSeconds: null }).outcome).toBe('inconclusive');
  });
});
