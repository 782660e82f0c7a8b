import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { customerAt, customerOfVisit, defaultCustomers, type Customer } from './customer.ts';

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

  it('joins the same two records only once in as many rounds as there are records', () => {
    const people = Array.from({ length: 90 }, (_, index) => customerAt(population, 10 + index));
    expect(new Set(people.map(({ name, street }) => `${name}, ${street}`)).size).toBe(90);
    expect(people.some(({ name, street }) => name.slice(-1) === street.slice(-1))).toBe(false);
  });

  it("gives each of the platform's 2.3 million customers an e-mail of their own", () => {
    const records = Array.from({ length: 20_000 }, (_, number) => record(number));
    fc.assert(
      fc.property(fc.nat(defaultCustomers - 1), fc.integer({ min: 1, max: 97 }), (from, every) => {
        const indexes = Array.from({ length: 5_000 }, (_, place) => (from + place * every) % defaultCustomers);
        const emails = new Set(indexes.map((index) => customerAt(records, index).email));
        return emails.size === new Set(indexes).size;
      }),
      { numRuns: 40 },
    );
  });
});

describe('customerOfVisit', () => {
  it('is one of the customers, the same for the same seed, slot and visit', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.nat(20_000),
        fc.nat(500),
        fc.integer({ min: 1, max: 3_000_000 }),
        (seed, slot, visit, customers) => {
          const customer = customerOfVisit(seed, slot, visit, customers);
          expect(Number.isInteger(customer) && customer >= 0 && customer < customers).toBe(true);
          expect(customerOfVisit(seed, slot, visit, customers)).toBe(customer);
        },
      ),
    );
  });

  it('is another at each visit, unless the customer comes back', () => {
    const visits = Array.from({ length: 50 }, (_, visit) => visit + 1);
    expect(new Set(visits.map((visit) => customerOfVisit(7, 3, visit))).size).toBeGreaterThan(48);
    expect(new Set(visits.map((visit) => customerOfVisit(7, 3, visit, defaultCustomers, true))).size).toBe(1);
    const slots = Array.from({ length: 1_000 }, (_, slot) => slot);
    expect(new Set(slots.map((slot) => customerOfVisit(7, slot, 1, defaultCustomers, true))).size).toBeGreaterThan(990);
  });

  it('reaches all of them alike', () => {
    const tenths = Array.from({ length: 10 }, () => 0);
    for (let slot = 0; slot < 20_000; slot += 1)
      tenths[Math.floor((customerOfVisit(11, slot, 1) / defaultCustomers) * 10)]! += 1;
    // 2,000 expected, with a standard deviation of 42.
    expect(Math.min(...tenths)).toBeGreaterThan(1_800);
    expect(Math.max(...tenths)).toBeLessThan(2_200);
  });
});
