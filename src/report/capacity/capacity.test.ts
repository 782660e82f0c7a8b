import { describe, expect, it } from 'vitest';
import { concludeSearch } from '../../core/capacity/conclude-search.ts';
import { someProbe } from '../../core/capacity/testing/probes.ts';
import type { CapacityFile, CapacityProbe } from '../../core/wire/capacity.ts';
import { renderCapacityHtml } from './capacity-html.ts';
import { renderCapacity, renderProbeLine } from './capacity-terminal.ts';

const fileOf = (probes: readonly CapacityProbe[], changes: Partial<CapacityFile> = {}): CapacityFile => ({
  schemaVersion: 1,
  id: 'search',
  startedAt: '2026-11-27T08:30:00.000Z',
  finished: true,
  unit: 'virtualUsers',
  ...concludeSearch(probes, {
    unit: 'virtualUsers',
    atLeast: null,
    finished: true,
    setting: { from: 500, most: 20_000, quantum: 1, resolution: 0.1 },
  }),
  setting: { from: 500, most: 20_000, quantum: 1, resolution: 0.1 },
  atLeast: null,
  probes: [...probes],
  firstExhausted: { name: 'web 1 <pool>', atSeconds: 65, value: 10, limit: 10, alsoWhereHeld: false },
  limitsMs: { browse: 1_100, checkout: 2_800 },
  ...changes,
});

const file = fileOf([
  someProbe(500, 'held'),
  someProbe(2_000, 'broke'),
  someProbe(1_000, 'held'),
  someProbe(1_050, 'broke'),
]);

describe('the views of a search', () => {
  it('show latency against load in the terminal, in order of the load', () => {
    const text = renderCapacity(file, { colour: false, width: 100 });
    const rows = text.split('\n').filter((line) => /\/s/.test(line));
    expect(rows.map((row) => row.trim().split(/\s+/)[0])).toEqual(['500', '1,000', '1,050', '2,000']);
    expect(text).toContain('no answer');
    expect(text).toContain('web 1 <pool>: 10 of 10, from 1:05 on at 1,050.');
    expect(text.split('\n').every((line) => line.length <= 100)).toBe(true);
  });

  it('tell one probe in a line', () => {
    expect(renderProbeLine(someProbe(500, 'held'), 'virtualUsers')).toBe(
      '500 virtual users: held. every budget was kept',
    );
  });

  it('draw a chart with the knee and the limits, and escape what the shop said', () => {
    const html = renderCapacityHtml(file, 'body{}');
    expect(html).toContain('p95 against load');
    expect(html).toContain('budget 1.10 s');
    expect(html).toContain('>knee<');
    expect(html).toContain('web 1 &lt;pool&gt;');
    expect(html).not.toContain('NaN');
    expect(html).not.toContain('<script');
  });

  it('are whole with one probe, and with none', () => {
    for (const probes of [[], [someProbe(500, 'generatorLimited')], [someProbe(500, 'broke')]]) {
      const sparse = fileOf(probes, { firstExhausted: null });
      expect(renderCapacityHtml(sparse, '')).not.toContain('NaN');
      expect(renderCapacity(sparse, { colour: true, width: 60 })).not.toContain('NaN');
    }
  });
});
