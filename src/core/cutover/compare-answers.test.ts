import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareAnswers, type ReadAnswer } from './compare-answers.ts';

const page = (body: string, changes: Partial<ReadAnswer> = {}): ReadAnswer => ({
  status: 200,
  contentType: 'text/html',
  body,
  ...changes,
});

describe('compareAnswers', () => {
  it('takes no notice of white space between elements, nor of the order of JSON keys', () => {
    expect(compareAnswers(page('<p>a</p> <p>b</p>'), page('<p>a</p>\n  <p>b</p>\n'), [])).toBeNull();
    expect(compareAnswers(page('{"a":1,"b":[2]}'), page('{"b": [2], "a": 1}'), [])).toBeNull();
  });

  it.each([
    ['a status', page('x'), page('x', { status: 404 }), 'status 200 became 404'],
    ['a content type', page('x'), page('x', { contentType: '' }), 'content type text/html became nothing'],
    [
      'a price in a page',
      page('<b>1</b><i>$19</i>'),
      page('<b>1</b><i>$29</i>'),
      'line 2: <i>$19</i> became <i>$29</i>',
    ],
    ['a line too many', page('<p>a</p>'), page('<p>a</p><p>b</p>'), 'line 2: nothing became <p>b</p>'],
    ['a figure in JSON', page('{"p":{"cents":[1,2]}}'), page('{"p":{"cents":[1,3]}}'), 'p.cents.1: 2 became 3'],
    ['a key that is gone', page('{"a":1}'), page('{}'), 'a: 1 became nothing'],
    ['a list for a record', page('{"a":[]}'), page('{"a":{}}'), 'a: [] became {}'],
  ])('names %s', (_, old, next, what) => {
    expect(compareAnswers(old, next, [])).toBe(what);
  });

  it('never calls silence alike', () => {
    const silent = page('refused', { status: 0 });
    expect(compareAnswers(silent, silent, [])).toBe('no answer (old: refused; new: refused)');
  });

  it('leaves out what may differ, everywhere', () => {
    const ignore = [/build-\d+/g, /token="[^"]*"/g];
    expect(compareAnswers(page('build-1 token="a" build-2'), page('build-9 token="b" build-8'), ignore)).toBeNull();
  });

  it('finds an answer like itself, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string(), (body) => {
        expect(compareAnswers(page(body), page(body), [])).toBeNull();
      }),
    );
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const [short, long] = [JSON.stringify(value), JSON.stringify(value, null, 2)];
        expect(compareAnswers(page(short), page(long), [])).toBeNull();
      }),
    );
  });
});
