import { describe, expect, it } from 'vitest';
import type { Drift, SoakLeg } from '../wire/soak.ts';
import { concludeSoak } from './conclude-soak.ts';

const leg = (number: number, outcome: SoakLeg['outcome'] = 'pass'): SoakLeg => ({
  number,
  runId: `soak-leg-${number}`,
  life: 1,
  startedAtSeconds: number * 300,
  outcome,
  why: '',
  thinned: false,
});

const drift = (figure: string, outcome: Drift['outcome'] = 'pass'): Drift => ({
  figure,
  kind: 'memory',
  unit: 'MiB',
  level: 80,
  perHour: outcome === 'fail' ? 40 : 0.1,
  interval: [-1, 1],
  threshold: 16,
  points: 100,
  hoursToLimit: outcome === 'fail' ? 3.2 : null,
  outcome,
  why: '',
});

const whole = { finished: true, stoppedBecause: null };
const conclude = (legs: readonly SoakLeg[], drifts: readonly Drift[], ending = whole) =>
  concludeSoak(legs, drifts, ending);

describe('concludeSoak', () => {
  it('passes where nothing drifts and every leg held', () => {
    expect(conclude([leg(1), leg(2)], [drift('heap')])).toEqual({
      verdict: 'pass',
      exitCode: 0,
      sentence: 'Nothing drifts: 1 figure over 2 legs.',
    });
  });

  it('fails by a drift, and says its rate and when it ends', () => {
    const { verdict, sentence } = conclude([leg(1)], [drift('heap', 'fail'), drift('rss', 'inconclusive')]);
    expect(verdict).toBe('fail');
    expect(sentence).toBe('Drifts: heap +40 MiB an hour, 3.2 h to its limit.');
  });

  it('fails by a leg', () => {
    expect(conclude([leg(1), leg(2, 'fail')], [drift('heap')]).verdict).toBe('fail');
  });

  it.each([
    ['a leg', [leg(1), leg(2, 'inconclusive')], [drift('heap')], whole],
    ['a drift', [leg(1)], [drift('heap', 'inconclusive')], whole],
    ['nothing to judge', [leg(1)], [], whole],
    ['an end before its time', [leg(1)], [drift('heap')], { finished: false, stoppedBecause: null }],
  ] as const)('is inconclusive by %s', (_, legs, drifts, ending) => {
    expect(conclude(legs, drifts, ending)).toMatchObject({ verdict: 'inconclusive', exitCode: 2 });
  });

  it('says that memory was not seen', () => {
    expect(conclude([leg(1)], [{ ...drift('browse p95'), kind: 'latency' }]).sentence).toContain('memory');
  });
});
