import { describe, expect, it } from 'vitest';
import { alignTable, cut, wrap } from './layout.ts';

describe('alignTable', () => {
  const columns = [{ align: 'left', gives: true }, { align: 'right' }] as const;

  it('is as wide as its widest cells', () =>
    expect(
      alignTable(
        columns,
        [
          [{ text: 'a' }, { text: '1' }],
          [{ text: 'long' }, { text: '100' }],
        ],
        40,
      ),
    ).toEqual(['a       1', 'long  100']));

  it('cuts the column that gives way', () =>
    expect(alignTable(columns, [[{ text: 'a very long name indeed' }, { text: '100' }]], 16)).toEqual([
      'a very lon…  100',
    ]));

  it('lets nothing drive the terminal', () =>
    expect(alignTable(columns, [[{ text: '\u001b[2Jgone' }, { text: '1\n2' }]], 40)).toEqual([' [2Jgone  1 2']));
});

describe('wrap', () => {
  it('keeps to the width and indents', () => expect(wrap('one two three', 9, '  ')).toEqual(['  one two', '  three']));
  it('keeps a figure and its unit together', () =>
    expect(wrap('it took 40 s, no more', 10)).toEqual(['it took', '40 s, no', 'more']));
  it('lets a long word stand', () => expect(wrap('incomprehensibilities', 5)).toEqual(['incomprehensibilities']));
});

it('cut puts an ellipsis in the last place', () => expect([cut('abcd', 4), cut('abcde', 4)]).toEqual(['abcd', 'abc…']));
