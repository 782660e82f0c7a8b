import { maybe, type Persona } from './lib/persona.ts';

/** Black Friday's shoppers. 27 % of visits reach the checkout: far more than on a quiet day, as the checkout is what must hold. */
export const personas: readonly Persona[] = [
  {
    name: 'window shopper',
    share: 0.46,
    journey: ['browse', maybe(0.8, 'search'), 'product', maybe(0.2, 'product')],
  },
  {
    name: 'cart abandoner',
    share: 0.27,
    journey: ['browse', maybe(0.9, 'search'), 'product', maybe(0.3, 'product'), 'cart'],
  },
  {
    name: 'buyer',
    share: 0.2,
    journey: ['browse', maybe(0.9, 'search'), 'product', maybe(0.3, 'product'), 'cart', 'checkout'],
  },
  {
    name: 'returning customer',
    share: 0.07,
    journey: ['browse', maybe(0.3, 'search'), 'product', 'cart', 'checkout'],
    keepsCookies: true,
  },
];
