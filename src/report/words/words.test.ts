import { describe, expect, it } from 'vitest';
import type { Finding } from '../../core/wire/verdict.ts';
import { outageVerdict } from '../testing/outage-verdict.ts';
import { endOfRun, findingInterval, findingValue, outcomeWords, recoveryValue, worstFirst } from './words.ts';

const verdict = outageVerdict();
const finding = (changes: Partial<Finding>): Finding => ({ ...verdict.findings[0]!, ...changes });
const recovery = verdict.recovery[0]!;

describe('outcomes', () => {
  it('differ in sign and word', () => {
    expect(new Set(Object.values(outcomeWords).map(({ sign }) => sign)).size).toBe(4);
    expect(new Set(Object.values(outcomeWords).map(({ word }) => word)).size).toBe(4);
  });

  it('are sorted worst first, ties as they were', () =>
    expect(
      worstFirst(
        (['pass', 'advisory', 'fail', 'inconclusive', 'fail'] as const).map((outcome, at) => ({ outcome, at })),
      ).map(({ at }) => at),
    ).toEqual([2, 4, 3, 0, 1]));
});

describe('findingValue', () => {
  it('has its unit', () => expect(findingValue(finding({ value: 312, unit: 'ms' }))).toBe('312 ms'));
  it('says that p95 has no answer when it falls on failures', () =>
    expect(findingValue(finding({ value: null, samples: 10 }))).toBe('no answer'));
  it('has no figure without samples', () => expect(findingValue(finding({ value: null, samples: 0 }))).toBe('–'));
  it('is beyond what was observed for a recovery that did not end', () =>
    expect(findingValue(finding({ value: null, samples: 10, unit: 's' }))).toBe('> observed'));
});

describe('findingInterval', () => {
  it('names an open end', () => expect(findingInterval(finding({ interval: [7900, null] }))).toBe('7.90 s to beyond'));
  it('is none for an exact figure, or without figures', () =>
    expect([
      findingInterval(finding({ interval: [25, 25] })),
      findingInterval(finding({ interval: [null, null] })),
    ]).toEqual(['–', '–']));
});

describe('recoveryValue', () => {
  it('follows the budgeted indicator', () =>
    expect([recoveryValue(recovery), recoveryValue({ ...recovery, indicator: 'selfHealing' })]).toEqual([
      '34 s',
      '15.7 s',
    ]));
  it('is > observed when it did not come back', () =>
    expect(recoveryValue({ ...recovery, serviceRecoverySeconds: null })).toBe('> observed'));
  it('is no figure when it never degraded and none was given', () =>
    expect(recoveryValue({ ...recovery, serviceRecoverySeconds: null, onsetAtSeconds: null })).toBe('–'));
});

describe('endOfRun', () => {
  it.each([
    [null, 'ran to its end'],
    [{ by: 'SIGINT', atSeconds: 93 }, 'aborted by SIGINT at 93 s'],
    [{ by: 'janitor', atSeconds: null }, 'aborted by janitor'],
  ])('%j', (aborted, text) => expect(endOfRun(outageVerdict({ aborted }))).toBe(text));
});
