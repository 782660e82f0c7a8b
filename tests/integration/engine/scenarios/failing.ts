import { priceOf } from './failing-price.ts';

export const options = { scenarios: { one: { executor: 'per-vu-iterations', vus: 1, iterations: 1 } } };

export default function main(): void {
  priceOf({ sku: 'A' });
}
