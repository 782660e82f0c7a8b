import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { chunksOf, mentions, parseDocument, parseLines, readLines } from './evidence-files.ts';

const schema = z.strictObject({ n: z.number() });
const text = '{"n":1}\n{"n":2}\n{"n":3}\n';

describe('parseLines', () => {
  it('reads whole files without a problem', () => {
    expect(parseLines('f', text, schema)).toEqual({ value: [{ n: 1 }, { n: 2 }, { n: 3 }], problems: [] });
  });

  it('names a missing and an empty file', () => {
    expect(parseLines('f', null, schema).problems).toEqual([{ file: 'f', what: 'is missing' }]);
    expect(parseLines('f', '', schema).problems).toEqual([{ file: 'f', what: 'is empty' }]);
  });

  it('keeps what stands before a cut and names the line that is cut', () => {
    const { value, problems } = parseLines('f', text.slice(0, -4), schema);
    expect(value).toEqual([{ n: 1 }, { n: 2 }]);
    expect(problems).toEqual([{ file: 'f', what: 'is truncated in the middle of line 3' }]);
  });

  it('skips damaged lines and names them', () => {
    const { value, problems } = parseLines('f', '{"n":1}\n{"n":"x"}\n{"n":1,"m":2}\nnot json\n', schema);
    expect(value).toEqual([{ n: 1 }]);
    expect(problems.map((problem) => problem.what.slice(0, 17))).toEqual([
      'line 2 is damaged',
      'line 3 is damaged',
      'line 4 is damaged',
    ]);
  });

  it('reports a problem for every cut that is not at the end of a line', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: text.length - 1 }), (at) => {
        const cut = text.slice(0, at);
        const { problems } = parseLines('f', cut, schema);
        expect(problems.length > 0).toBe(!(cut.endsWith('\n') && cut !== ''));
      }),
    );
  });
});

describe('readLines', () => {
  it('gives the same lines and problems wherever the text is cut into chunks', () => {
    const texts = fc.constantFrom(text, text.slice(0, -3), '{"n":1}\nnot json\n\n{"n":2}\n', '');
    fc.assert(
      fc.property(texts, fc.array(fc.nat({ max: text.length })), (whole, cuts) => {
        const ends = [...cuts.sort((a, b) => a - b), whole.length];
        const chunks = ends.map((end, index) => whole.slice(ends[index - 1] ?? 0, end));
        const problems: { file: string; what: string }[] = [];
        const value = [...readLines('f', chunks, schema, problems)];
        expect({ value, problems }).toEqual(parseLines('f', whole, schema));
      }),
    );
  });
});

describe('chunksOf', () => {
  it('gives the text of a file larger than a chunk, characters of several bytes at the borders included', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'peakproof-chunks-'));
    try {
      const file = path.join(folder, 'f');
      for (const shift of ['', 'a', 'ab']) {
        const content = shift + '€'.repeat(1_000_000);
        writeFileSync(file, content);
        expect([...chunksOf(file)].join('') === content).toBe(true);
      }
      writeFileSync(file, '');
      expect([...chunksOf(file)].join('')).toBe('');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('parseDocument', () => {
  it('gives the value, or null and what is wrong', () => {
    expect(parseDocument('f', '{"n":1}', schema)).toEqual({ value: { n: 1 }, problems: [] });
    expect(parseDocument('f', null, schema).problems[0]?.what).toBe('is missing');
    expect(parseDocument('f', '{"n":', schema).problems[0]?.what).toMatch(/not JSON/);
    expect(parseDocument('f', '{}', schema).problems[0]?.what).toMatch(/schema/);
  });
});

describe('mentions', () => {
  it('overlooks no line that has one of the texts under the name, in whatever layout', () => {
    const line = fc.record({ intent: fc.string({ unit: 'grapheme' }), key: fc.string() });
    fc.assert(
      fc.property(line, fc.constantFrom(0, 1, 2), (content, blanks) => {
        const isWanted = mentions('intent', new Set([content.intent]));
        expect(isWanted(JSON.stringify({ type: 'intent', ...content }, null, blanks))).toBe(true);
      }),
    );
  });

  it('leaves out what belongs to others, and lines without the name', () => {
    const isWanted = mentions('intent', new Set(['a-1']));
    expect(isWanted('{"type":"intent","intent":"a-1","key":"k"}')).toBe(true);
    expect(isWanted('{"type":"intent","intent":"a-10","key":"a-1"}')).toBe(false);
    expect(isWanted('{"type":"closed","intents":1}')).toBe(false);
  });
});
