import { describe, expect, it } from 'vitest';
import type { Finding, Verdict } from '../../core/wire/verdict.ts';
import { outageVerdict } from '../testing/outage-verdict.ts';
import { annotation, renderAnnotations } from './annotations.ts';

const withFindings = (findings: readonly Finding[]): Verdict => ({
  ...outageVerdict(),
  findings: [...findings],
  invariants: [],
  faultsLeft: [],
});
const [first] = outageVerdict().findings;
const finding = (changes: Partial<Finding>): Finding => ({ ...first!, ...changes });

describe('annotation', () => {
  it('lets no text end the line or start another command', () => {
    expect(annotation('error', 'a: b, c', '100 %\n::set-output name=x::y')).toBe(
      '::error title=a%3A b%2C c::100 %25 ::set-output name=x::y',
    );
  });
});

describe('renderAnnotations', () => {
  it('is one notice for a pass', () => {
    const passed = {
      ...withFindings([finding({ outcome: 'pass' })]),
      verdict: 'pass' as const,
      sentence: 'Pass: held.',
    };
    expect(renderAnnotations(passed)).toEqual(['::notice title=Peakproof::Pass: held.']);
  });

  it('is an error for each broken budget, a warning for each that is open, and nothing for the others', () => {
    const lines = renderAnnotations({
      ...withFindings([
        finding({ outcome: 'fail', step: 'checkout', value: 4_200, limit: 2_800, why: '12 % were bad' }),
        finding({ outcome: 'inconclusive', step: 'cart', why: 'too few attempts' }),
        finding({ outcome: 'pass' }),
        finding({ outcome: 'advisory' }),
      ]),
      verdict: 'fail',
    });
    expect(lines).toHaveLength(3);
    expect(lines[1]).toMatch(/^::error title=checkout · .*::4\.20 s against 2\.80 s: 12 %25 were bad$/);
    expect(lines[2]).toMatch(/^::warning title=cart/);
  });

  it('counts what GitHub would not show', () => {
    const many = Array.from({ length: 30 }, () => finding({ outcome: 'fail' }));
    const lines = renderAnnotations({ ...withFindings(many), verdict: 'fail' });
    expect(lines).toHaveLength(10);
    expect(lines.at(-1)).toContain('and 22 more');
  });

  it('names a broken invariant and a fault that may be left', () => {
    const lines = renderAnnotations({ ...outageVerdict(), faultsLeft: ['database-down'] }).join('\n');
    expect(lines).toContain('::error title=Fault database-down::may still be in place');
  });
});
