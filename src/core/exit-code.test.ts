import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exitCodes, worstExitCode, type ExitCode } from './exit-code.ts';

const anyCode = fc.constantFrom(...(Object.values(exitCodes) as ExitCode[]));

describe('worstExitCode', () => {
  it('reports what DESIGN puts first where several apply', () => {
    expect(worstExitCode([0, 2])).toBe(2);
    expect(worstExitCode([2, 1, 0])).toBe(1);
    expect(worstExitCode([1, 5])).toBe(5);
    expect(worstExitCode([3, 130, 1])).toBe(130);
    expect(worstExitCode([70, 6, 143])).toBe(6);
  });

  it('knows every code, does not depend on the order, and never invents one', () => {
    fc.assert(
      fc.property(fc.array(anyCode, { minLength: 1 }), (codes) => {
        const worst = worstExitCode(codes);
        expect(codes).toContain(worst);
        expect(worstExitCode([...codes].reverse())).toBe(worst);
      }),
    );
  });

  it('takes nothing at all for a fault of ours', () => {
    expect(worstExitCode([])).toBe(exitCodes.internalError);
  });
});
