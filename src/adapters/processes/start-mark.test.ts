import { expect, it } from 'vitest';
import { parseProcStat, parsePs } from './start-mark.ts';

it('reads past a name with spaces and brackets', () => {
  const text =
    '1234 (a) (b c) S 1 1234 1234 0 -1 4194304 100 0 0 0 10 5 0 0 20 0 7 0 987654 1000000 200 18446744073709551615';
  expect(parseProcStat(text)).toEqual({ state: 'S', startTicks: '987654' });
});

it('reads what ps of macOS prints', () => {
  expect(parsePs('Ss   Fri Nov 27 08:30:00 2026\n')).toEqual({ state: 'Ss', startedAt: 'Fri Nov 27 08:30:00 2026' });
  expect(parsePs('')).toEqual({ state: '', startedAt: '' });
});
