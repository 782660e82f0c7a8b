import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { defectNames } from '../../src/core/reference-shop.ts';
import { partsWith } from './planted.ts';

const sqlDefects = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.sql'))
  .map((name) => name.slice(0, -'.sql'.length));
const healthy = partsWith([]);

it('leaves a healthy shop as it is', () => {
  expect([healthy.keepsCartCopy, healthy.breakerStaysOpen]).toEqual([true, false]);
  expect(healthy.Checkout.name).toBe('Checkout');
  expect(healthy.Payments.name).toBe('PaymentsClient');
});

it.each(defectNames)('%s changes one part of a web process, or of the database', (defect) => {
  const planted = partsWith([defect]);
  const changed = Object.keys(healthy).filter(
    (part) => planted[part as keyof typeof planted] !== healthy[part as keyof typeof healthy],
  );
  expect(changed).toHaveLength(sqlDefects.includes(defect) ? 0 : 1);
});

it('has no SQL that no defect asks for', () => {
  expect(sqlDefects.filter((name) => !(defectNames as readonly string[]).includes(name))).toEqual([]);
});

it('plants defects of different parts together, and refuses two of one part', () => {
  const both = partsWith(['retry-storm', 'error-in-200']);
  expect([both.Payments.name, both.Storefront.name]).toEqual(['StormingPayments', 'HidingStorefront']);
  expect(() => partsWith(['retry-storm', 'double-charge-on-retry'])).toThrow('one at a time');
});
