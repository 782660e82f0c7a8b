import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verdictExitCode, worstOutcome } from './verdict-exit.ts';
import { outcomeSchema } from './wire/verdict.ts';

const outcomes = fc.array(fc.constantFrom(...outcomeSchema.options), { maxLength: 8 });
const order = ['pass', 'inconclusive', 'fail'];

describe('worst wins', () => {
  it.each([
    [['pass', 'pass'], 'pass'],
    [['pass', 'inconclusive'], 'inconclusive'],
    [['pass', 'inconclusive', 'fail'], 'fail'],
    [['pass', 'advisory'], 'pass'],
    [['advisory'], 'inconclusive'],
    [[], 'inconclusive'],
  ] as const)('%j: %s', (given, expected) => expect(worstOutcome(given)).toBe(expected));

  it('does not depend on order, and more of what is known never makes it better', () =>
    fc.assert(
      fc.property(outcomes, outcomes, (some, more) => {
        expect(worstOutcome([...more, ...some])).toBe(worstOutcome([...some, ...more]));
        expect(worstOutcome([...some, ...some])).toBe(worstOutcome(some));
        if (worstOutcome(some) === 'inconclusive' && !some.includes('inconclusive')) return;
        expect(order.indexOf(worstOutcome([...some, ...more]))).toBeGreaterThanOrEqual(
          order.indexOf(worstOutcome(some)),
        );
      }),
    ));
});

describe('the exit code', () => {
  const orderly = { aborted: null, faultsLeft: [] };
  const by = (who: string) => ({ ...orderly, aborted: { by: who, atSeconds: 1 } });
  it.each([
    ['pass', orderly, 0],
    ['fail', orderly, 1],
    ['inconclusive', orderly, 2],
    ['inconclusive', by('guard'), 3],
    ['fail', by('guard'), 3],
    ['inconclusive', by('SIGINT'), 130],
    ['inconclusive', by('SIGTERM'), 143],
    ['inconclusive', by('janitor'), 2],
    ['inconclusive', by('killed'), 2],
    ['inconclusive', { ...by('killed'), faultsLeft: ['out'] }, 6],
    ['inconclusive', { ...by('SIGINT'), faultsLeft: ['out'] }, 6],
  ] as const)('%s, %j: %d', (verdict, history, expected) => expect(verdictExitCode(verdict, history)).toBe(expected));
});
