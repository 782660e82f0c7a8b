import { describe, expect, it } from 'vitest';
import { brokenVerdict, outageVerdict } from '../testing/outage-verdict.ts';
import { nextSteps } from './next-steps.ts';

describe('nextSteps', () => {
  it('a pass stands in nobody’s way', () =>
    expect(nextSteps(outageVerdict())).toEqual([
      'Nothing stands in the way. Keep this folder: the next run is read against it.',
    ]));

  it('a fault left behind comes before anything else', () => {
    const steps = nextSteps({ ...brokenVerdict(), faultsLeft: ['peakproof-x-outage'] });
    expect(steps[0]).toContain('peakproof-x-outage');
    expect(steps[0]).toContain('`npx peakproof chaos heal`');
  });

  it('the books come before latency, latency before doubts', () => {
    const steps = nextSteps(brokenVerdict());
    expect(steps[0]).toMatch(/^Oversold, 12 found/);
    expect(steps[1]).toMatch(/^checkout · p95 latency · after came to 8.42 s against 2.80 s/);
    expect(steps).toHaveLength(6);
    expect(steps.at(-1)).toContain('npx peakproof gate black-friday-20261127-0800');
  });

  it('an inconclusive run says what would decide it', () => {
    const sound = outageVerdict({ verdict: 'inconclusive', exitCode: 2 });
    const findings = sound.findings.map((finding, at) =>
      at === 0 ? { ...finding, outcome: 'inconclusive' as const } : finding,
    );
    expect(nextSteps({ ...sound, findings })[0]).toMatch(
      /^1 budget could not be decided \(browse · p95 latency · steady\)/,
    );
    const validity = sound.validity.map((check, at) => (at === 0 ? { ...check, outcome: 'fail' as const } : check));
    expect(nextSteps({ ...sound, validity })[0]).toMatch(
      /^The load machine was too weak to judge a shop \(timer lateness, p99\)/,
    );
    const beside = {
      check: 'processorContended',
      value: 0.4,
      limit: 0.05,
      unit: 'ratio',
      outcome: 'fail',
      why: '',
    } as const;
    expect(nextSteps({ ...sound, validity: [...sound.validity, beside] })[0]).toMatch(/^Other programs kept/);
    const problems = [{ file: 'audit.json', what: 'missing' }];
    expect(nextSteps({ ...sound, problems })[0]).toBe('Evidence is missing or damaged (audit.json): run again.');
  });
});
