import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { liveTail } from './live-tail.ts';

let folder = '';
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'tail-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const entry = (second: number, name = 'browse') => ({
  type: 'entry',
  second,
  kind: 'step',
  name,
  outcome: 'ok',
  count: 1,
  histogram: 'x',
});
const write = (worker: string, text: string | Buffer) =>
  appendFileSync(path.join(folder, `timeline-${worker}.ndjson`), text);
const line = (value: unknown) => `${JSON.stringify(value)}\n`;
const from = (worker: string, ...entries: readonly unknown[]) => entries.map((value) => ({ worker, line: value }));

describe('liveTail', () => {
  it('has nothing while there is no file', () => {
    expect(liveTail(folder, 2)()).toEqual([]);
  });

  it('gives each line once, of every worker', () => {
    const tail = liveTail(folder, 2);
    write('w1', line(entry(0)));
    expect(tail()).toEqual(from('w1', entry(0)));
    write('w1', line(entry(1)));
    write('w2', line(entry(2)));
    expect(tail()).toEqual([...from('w1', entry(1)), ...from('w2', entry(2))]);
    expect(tail()).toEqual([]);
  });

  it('waits for the rest of a line, even within a character', () => {
    const tail = liveTail(folder, 1);
    const bytes = Buffer.from(line(entry(0, 'GET /café')));
    const cut = bytes.indexOf(0xc3) + 1;
    write('w1', bytes.subarray(0, cut));
    expect(tail()).toEqual([]);
    write('w1', bytes.subarray(cut));
    expect(tail()).toEqual(from('w1', entry(0, 'GET /café')));
  });

  it('reads on over more than one chunk', () => {
    const many = Array.from({ length: 5_000 }, (_, second) => entry(second));
    write('w1', many.map(line).join(''));
    expect(liveTail(folder, 1)()).toEqual(from('w1', ...many));
  });

  it('passes over what is no timeline line', () => {
    write('w1', `${line({ type: 'other' })}not json\n${line(entry(0))}`);
    expect(liveTail(folder, 1)()).toEqual(from('w1', entry(0)));
  });
});
