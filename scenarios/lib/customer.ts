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

/** Far from any divisor of a round number, so that a derived customer joins two unrelated records. */
const stride = 7_919;

/**
 * Customer number `index`. Within the population it is the record itself; beyond it, one record's name at another's address, with
 * an e-mail of its own. Without a population, a plain numbered one.
 */
export const customerAt = (population: ArrayLike<Customer>, index: number): Customer => {
  const record = population[index];
  if (record !== undefined) return record;
  const named = population[index % population.length];
  const housed = population[(index * stride + 1) % population.length];
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
