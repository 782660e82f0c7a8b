import { randomOf } from './random.ts';

/** A person who shops. Made up, at an e-mail domain that RFC 2606 reserves; the card is a payment provider's test number. */
export interface Customer {
  readonly name: string;
  readonly email: string;
  readonly street: string;
  readonly postcode: string;
  readonly city: string;
  readonly card: string;
}

/** What the population file may hold at most: more cost memory in every engine process (DESIGN §5). */
export const largestPopulation = 20_000;

/** Test numbers of card networks, which no bank issues. */
export const testCards = ['4242424242424242', '5555555555554444', '378282246310005', '6011111111111117'] as const;

/** Customers that a shop of the platform's size has, of whom only the first are records. */
export const defaultCustomers = 2_300_000;

/** Far from any divisor of a round number: each round through the records joins them anew. */
const stride = 7_919;
/** Behind every place of a visit's own random streams (host.ts). */
const customerStream = 0x637573;

/**
 * Number of the customer who makes a visit: any of the shop's customers, each as likely as another. Seeded: the same in every run of
 * a plan, whatever the number of workers. With 20,000 shoppers of 2.3 million customers about one in 115 shares its customer with
 * another shopper, as people with two devices do.
 * @param visit 1 for the slot's first. @param customers how many the shop has. @param keeps a customer who comes back: the same at each
 *   visit of the slot.
 */
export const customerOfVisit = (
  seed: number,
  slot: number,
  visit: number,
  customers: number = defaultCustomers,
  keeps = false,
): number => randomOf(seed, slot, keeps ? 0 : visit, customerStream).integer(0, customers - 1);

/**
 * Customer number `index`, in constant time and without memory of its own. Within the population it is the record itself; beyond it, one
 * record's name at another's address with the card of the first, and an e-mail of its own. Without a population, a plain numbered one.
 */
export const customerAt = (population: ArrayLike<Customer>, index: number): Customer => {
  const record = population[index];
  if (record !== undefined) return record;
  const { length } = population;
  const round = Math.floor(index / length);
  const away = 1 + ((round * stride) % Math.max(1, length - 1));
  const named = population[index % length];
  const housed = population[((index % length) + away) % length];
  if (named === undefined || housed === undefined) return numbered(index);
  const { street, postcode, city } = housed;
  const [local = '', domain = 'example.com'] = named.email.split('@');
  return { ...named, street, postcode, city, email: `${local}.${index}@${domain}` };
};

const numbered = (index: number): Customer => ({
  name: `Shopper ${index}`,
  email: `shopper.${index}@example.com`,
  street: `${index % 200} Market Street`,
  postcode: String(10_000 + (index % 80_000)),
  city: 'Springfield',
  card: testCards[0],
});
