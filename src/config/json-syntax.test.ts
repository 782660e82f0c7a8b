import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findJsonFlaw } from './json-syntax.ts';

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

describe('findJsonFlaw', () => {
  it.each([
    ['', 1, 1, 'a value'],
    ['{ "schemaVersion": 1, ', 1, 23, 'a name in double quotes'],
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3, '"," or "}"'],
    ["{ 'a': 1 }", 1, 3, 'a name in double quotes'],
    ['[1, 2,]', 1, 7, 'a value'],
    ['{"a" 1}', 1, 6, '":"'],
    ['[]\n[]', 2, 1, 'the end of the file'],
    ['["a\n"]', 1, 2, 'a string that is closed on its line, with valid escapes'],
    ['hello', 1, 1, 'a value'],
  ])('%j: line %i, column %i', (text, line, column, expected) => {
    expect(findJsonFlaw(text)).toEqual({ line, column, expected });
  });

  it('agrees with JSON.parse on whole and on damaged documents', () => {
    const damaged = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '}', ']', '"', ':', '\\', '-', '.', 'e', 'n', '\n', '{'))
      .map(([text, at, put]) => text.slice(0, at % (text.length + 1)) + put + text.slice((at % (text.length + 1)) + 1));
    fc.assert(fc.property(fc.oneof(fc.json(), damaged), (text) => (findJsonFlaw(text) === null) === isJson(text)));
  });
});
