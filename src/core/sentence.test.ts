import { describe, expect, it } from 'vitest';
import { verdictSentence } from './sentence.ts';
import { judge } from './judge.ts';
import { healthyRun, syntheticRun } from './testing/synthetic-run.ts';
import type { Finding } from './wire/verdict.ts';

const { verdict } = judge(syntheticRun({ ...healthyRun, virtualUsers: 60, wishes: 100 }));
const pass = {
  ...verdict,
  verdict: 'pass' as const,
  findings: verdict.findings.map((one) => ({ ...one, outcome: 'pass' as const })),
};
const failing = (change: Partial<Finding>): string =>
  verdictSentence({
    ...pass,
    verdict: 'fail',
    findings: pass.findings.map((one, index) => (index === 0 ? { ...one, outcome: 'fail', ...change } : one)),
  });

describe('the verdict in one sentence', () => {
  it('of a pass', () =>
    expect(verdictSentence(pass)).toBe(
      'Pass: the shop held all 6 budgets at 60 virtual users through a fault, and its books are right.',
    ));

  it('of a pass of the open model', () =>
    expect(verdictSentence({ ...pass, load: { ...pass.load, sessionsPerSecondPlanned: 40 } })).toContain(
      'all 6 budgets at 40 sessions a second through a fault',
    ));

  it('of a fail: what, where, how much, and what is allowed', () => {
    expect(failing({ value: 1834.52 })).toBe('Fail: latencyP95 of browse in phase steady is 1835 ms, allowed 1100 ms.');
    expect(failing({ value: null, interval: [900, null] })).toContain('is more than 900 ms, allowed 1100 ms');
    expect(failing({ value: null, interval: [null, null] })).toContain(
      'is more than was ever observed, allowed 1100 ms',
    );
    expect(failing({ indicator: 'errorShare', unit: 'ratio', value: 0.021, limit: 0.01 })).toContain(
      'is 0.021, allowed 0.01',
    );
    expect(failing({ step: null, phase: null, indicator: 'downtime', unit: 's', value: 130, limit: 120 })).toContain(
      'downtime of the run is 130 s, allowed 120 s',
    );
  });

  it('counts what else is wrong, and says what ended the run', () => {
    const many = {
      ...pass,
      verdict: 'fail' as const,
      findings: pass.findings.map((one) => ({ ...one, outcome: 'fail' as const, value: 1 })),
    };
    expect(verdictSentence(many)).toMatch(/, and 5 more breaches\.$/);
    const aborted = { by: 'guard', atSeconds: 42.4, detail: 'half of the attempts were bad for 10 s' };
    expect(verdictSentence({ ...pass, verdict: 'inconclusive', aborted })).toContain(
      '(the run was ended by guard at second 42: half of the attempts were bad for 10 s)',
    );
    expect(verdictSentence({ ...pass, verdict: 'inconclusive', aborted: { by: 'SIGINT', atSeconds: 42.4 } })).toMatch(
      /^Inconclusive \(the run was ended by SIGINT at second 42\): /,
    );
  });
});
