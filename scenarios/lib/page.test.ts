import { describe, expect, it } from 'vitest';
import { Page, pageReader, StepEnd } from './page.ts';

const page = (text: string, status = 200) => new Page('GET', 'http://shop/', status, text);
const check = (act: () => unknown) => {
  try {
    return act();
  } catch (error) {
    if (error instanceof StepEnd) return error.outcome;
    throw error;
  }
};

describe('Page', () => {
  it('passes a check whose content is there', () => {
    const home = page('<body data-page="home">');
    expect(check(() => home.expect('data-page="home"').expect(/ho.e/).expectThat(true, 'so'))).toBe(home);
  });

  it.each([
    () => page('Sorry').expect('home'),
    () => page('Sorry').expect(/home/),
    () => page('').expectThat(false, 'no'),
  ])('fails the step where it is not', (act) => {
    expect(check(act)).toBe('failedCheck');
  });

  it('reads attributes and JSON', () => {
    expect(page('<main data-sku="a" data-price-cents="129">').attribute('data-price-cents')).toBe('129');
    expect(page('{"lines":[]}').json<{ lines: [] }>().lines).toEqual([]);
    expect(check(() => page('<main>').attribute('data-sku'))).toBe('failedCheck');
    expect(check(() => page('<html>').json())).toBe('failedCheck');
  });

  // The engine has the same table: TestTextsAreLookedInto.
  it.each([
    ['<p sku="a">', 'sku', 'a'],
    ['<p data-sku="b" sku="Größe · 9 €">', 'sku', 'Größe · 9 €'],
    ['<p\nsku="">', 'sku', ''],
    ['sku="sku="x" sku="y"', 'sku', 'y'],
    ['<p sku=\'c\' SKU="d">', 'sku', null],
    ['<p sku="cut off', 'sku', null],
    ['', 'sku', null],
  ])('finds in %s the attribute %s: %s', (text, name, value) => {
    expect(check(() => page(text).attribute(name))).toBe(value ?? 'failedCheck');
  });

  it('reads a field, or nothing', () => {
    expect(page('{"orderId":12}').field('orderId')).toBe('12');
    expect(page('{"orderId":{}}').field('orderId')).toBeNull();
    expect(page('[]').field('orderId')).toBeNull();
    expect(page('gateway time-out').field('orderId')).toBeNull();
  });

  it.each([
    [200, true],
    [304, true],
    [404, false],
    [0, false],
  ])('with status %i is ok: %s', (status, isOk) => {
    expect(page('', status).isOk).toBe(isOk);
  });
});

describe('pageReader', () => {
  it.each([
    ['error', 404, '', false, 'GET http://shop/ answered 404'],
    ['error', 503, '', false, 'GET http://shop/ answered 503'],
    ['error', 0, 'connection reset', false, 'GET http://shop/ had no answer: connection reset'],
    ['timeout', 0, 'i/o timeout', true, 'GET http://shop/ had no answer: i/o timeout'],
  ] as const)('ends the step with %s for status %i', (outcome, status, error, isTimeout, message) => {
    const read = () => pageReader()('GET', 'http://shop/', status, 'text', error, isTimeout);
    expect(check(read)).toBe(outcome);
    expect(read).toThrow(message);
  });

  it('gives a page that was answered', () => {
    expect(pageReader()('GET', 'http://shop/', 302, 'text', '', false)).toMatchObject({ status: 302, text: 'text' });
  });
});
