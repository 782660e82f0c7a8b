import { describe, expect, it } from 'vitest';
import { expandFaults, startProblems } from './expand-faults.ts';
import type { WrittenFault } from './experiment.ts';

const fault = (name: string, changes: Partial<WrittenFault> = {}): WrittenFault => ({
  name,
  kind: 'down',
  target: 'database',
  start: { at: 30 },
  duration: '10s',
  ...changes,
});

describe('expandFaults', () => {
  it('leaves a fault that is not repeated as it is', () => {
    expect(expandFaults({ faults: [fault('a')] })).toEqual([fault('a')]);
  });

  it('writes repetitions out, each so long after the first was applied', () => {
    const [first, second, third] = expandFaults({ faults: [fault('a', { repeat: { times: 3, every: '1m' } })] });
    expect(first).toEqual({ ...fault('a'), name: 'a-1' });
    expect(second?.start).toEqual({ after: 'a-1', event: 'applied', delay: 60 });
    expect(third).toMatchObject({ name: 'a-3', start: { after: 'a-1', event: 'applied', delay: 120 } });
  });

  it('has those who wait for a repeated fault wait for its last repetition', () => {
    const faults = [
      fault('a', { repeat: { times: 2, every: '1m' } }),
      fault('b', { start: { after: 'a', event: 'healed' } }),
    ];
    expect(expandFaults({ faults }).at(-1)?.start).toEqual({ after: 'a-2', event: 'healed' });
  });
});

describe('startProblems', () => {
  const after = (name: string) => ({ start: { after: name, event: 'recovered' as const } });

  it('accepts faults that wait for one another in a row', () => {
    expect(startProblems([fault('a'), fault('b', after('a')), fault('c', after('b'))], 'x.ts')).toEqual([]);
  });

  it('refuses to wait for what there is not, and names what there is', () => {
    expect(startProblems([fault('a'), fault('b', after('c'))], 'x.ts')).toMatchObject([
      { path: 'faults[1].start.after', received: 'c', allowed: 'a' },
    ]);
  });

  it('refuses circles', () => {
    const problems = startProblems([fault('a', after('b')), fault('b', after('a')), fault('c', after('c'))], 'x.ts');
    expect(problems.map(({ message }) => message)).toEqual(
      Array.from({ length: 3 }, () => 'waits for itself, so it would never start'),
    );
  });
});
