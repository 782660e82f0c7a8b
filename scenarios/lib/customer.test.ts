import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { customerAt, type Customer } from './customer.ts';

const record = (number: number): Customer => ({
  name: `Name ${number}`,
  email: `name${number}@example.org`,
  street: `Street ${number}`,
  postcode: `${number}`,
  city: `City ${number}`,
  card: '4242424242424242',
});
const population = Array.from({ length: 10 }, (_, number) => record(number));

describe('customerAt', () => {
  it('is the record within the population', () => {
    expect(customerAt(population, 3)).toBe(population[3]);
  });

  it('joins two records beyond it', () => {
    const derived = customerAt(population, 23);
    expect(derived).toMatchObject({ name: 'Name 3', email: 'name3.23@example.org' });
    expect(derived.street).not.toBe('Street 3');
  });

  it('gives everyone an e-mail of their own, at a reserved domain', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 12 }),
        fc.uniqueArray(fc.nat(3_000_000), { maxLength: 50 }),
        (size, indexes) => {
          const emails = indexes.map((index) => customerAt(population.slice(0, size), index).email);
          expect(new Set(emails).size).toBe(indexes.length);
          expect(emails.every((email) => /@example\.(com|org)$/.test(email))).toBe(true);
        },
      ),
    );
  });
});
