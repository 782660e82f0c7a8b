import { describe, expect, it } from 'vitest';
import { codeSpan, escapeMarkdown, tableRow } from './escape-markdown.ts';

describe('escapeMarkdown', () => {
  it.each([
    ['**bold** _it_', '\\*\\*bold\\*\\* \\_it\\_'],
    ['<img src=x>', '&lt;img src=x\\>'],
    ['[a](javascript:x)', '\\[a\\](javascript:x)'],
    ['a|b', 'a\\|b'],
    ['line\nbreak', 'line break'],
    ['#1', '\\#1'],
  ])('%j', (text, escaped) => expect(escapeMarkdown(text)).toBe(escaped));

  it('calls nobody and links nowhere', () => {
    expect(escapeMarkdown('@everyone')).not.toContain('@e');
    expect(escapeMarkdown('see https://evil.example')).not.toContain('://');
  });
});

it('a code span cannot be ended from within', () => expect(codeSpan('a`b|c')).toBe("`a'b¦c`"));
it('a row has as many cells as it was given', () => expect(tableRow(['a|b', 'c']).split(/(?<!\\)\|/)).toHaveLength(4));
