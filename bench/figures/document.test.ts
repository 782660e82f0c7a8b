import { describe, expect, it } from 'vitest';
import { table } from '../benchmark.ts';
import type { BenchmarkResult, BenchResults } from '../result.ts';
import { terminalText, updatedDocument } from './document.ts';
import { markdownTable, plainTable, valueText } from './table-text.ts';

const memory = table('Memory', { users: 'users', how: 'how', peakRssMiB: 'peak RSS, MiB' }, [
  { users: 15_000, how: 'a|b', peakRssMiB: 512.34 },
  { users: 50_000, how: 'plain', peakRssMiB: null },
]);

const result = (name: string, peakRssMiB: number): BenchmarkResult => ({
  name,
  summary: 'peak memory',
  command: `npm run bench -- ${name}`,
  startedAt: '2026-11-27T09:00:00.000Z',
  durationSeconds: 61.2,
  noise: { loadAverageBefore: 0.5, stealRatio: 0.012, busyRatio: 0.8 },
  failed: false,
  report: {
    settings: { rampSeconds: 30 },
    tables: [table('Memory', { peakRssMiB: 'peak RSS, MiB' }, [{ peakRssMiB }])],
    skipped: [{ what: '50000 users', reason: 'too many' }],
    notes: ['Note.'],
  },
});
const results = (...benchmarks: BenchmarkResult[]): BenchResults => ({
  schemaVersion: 1,
  quick: false,
  machine: { processor: 'Some CPU', cores: 2, memoryMiB: 8_000, system: 'Linux 6 x64', nodeVersion: '20.19.0' },
  benchmarks,
});

describe('tables', () => {
  it('round what they show', () => {
    expect([0.04567, 12.345, 1234.5, 15_000, -0.5, true, null, NaN, ''].map(valueText)).toEqual([
      '0.0457',
      '12.3',
      '1235',
      '15,000',
      '-0.5',
      'yes',
      '–',
      '–',
      '–',
    ]);
  });

  it('are Markdown with figures to the right', () => {
    expect(markdownTable(memory).split('\n')).toEqual([
      '| users | how | peak RSS, MiB |',
      '| ---: | --- | ---: |',
      '| 15,000 | a\\|b | 512 |',
      '| 50,000 | plain | – |',
    ]);
  });

  it('are columns in a terminal, and a list where there is one row', () => {
    expect(plainTable(memory).split('\n')[1]).toBe('  15,000  a|b    512');
    expect(plainTable({ ...memory, rows: memory.rows.slice(0, 1) }).split('\n')[2]).toBe('  peak RSS, MiB  512');
  });
});

describe('updatedDocument', () => {
  it('names the machine and what was skipped', () => {
    const text = updatedDocument(null, results(result('memory', 512)));
    expect(text).toContain('Some CPU, 2 cores');
    expect(text).toContain('CPU time taken by the host 1.2 %');
    expect(text).toContain('- 50000 users: too many');
  });

  it('replaces what was measured again, and nothing else', () => {
    const both = updatedDocument(null, results(result('memory', 111), result('headline', 222)));
    const again = updatedDocument(both, results(result('memory', 333)));
    expect([again.includes('111'), again.includes('222'), again.includes('333')]).toEqual([false, true, true]);
    expect(again.match(/^## /gm)).toHaveLength(2);
    expect(updatedDocument(again, results(result('memory', 333)))).toBe(again);
  });

  it('keeps the figures that it has when a benchmark fails', () => {
    const before = updatedDocument(null, results(result('memory', 111)));
    const { name, summary, command, startedAt, durationSeconds, noise } = result('memory', 0);
    const about = { name, summary, command, startedAt, durationSeconds, noise };
    const failed: BenchmarkResult = { ...about, failed: true, error: 'no Go' };
    expect(updatedDocument(before, results(failed))).toBe(before);
    expect(terminalText(results(failed))).toContain('Not measured: no Go');
  });
});
