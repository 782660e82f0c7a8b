import type { Pool } from 'pg';
import type { Defect } from '../../src/core/reference-shop.ts';
import { Catalogue } from '../catalogue/catalogue.ts';
import { Checkout } from '../checkout/checkout.ts';
import { connectionOptions, createPool, type PoolLimits } from '../database/pool.ts';
import { PaymentsClient } from '../payments/payments-client.ts';
import { ModernStorefront } from '../web/modern-storefront.ts';
import { CliffCatalogue } from './cliff-catalogue.ts';
import { EarlyCheckout } from './early-checkout.ts';
import { FixedPool } from './fixed-pool.ts';
import { ForgetfulPayments } from './forgetful-payments.ts';
import { HidingStorefront } from './hiding-storefront.ts';
import { LeakingCheckout } from './leaking-checkout.ts';
import { StalePriceCheckout } from './stale-price-checkout.ts';
import { StampedingCatalogue } from './stampeding-catalogue.ts';
import { StormingPayments } from './storming-payments.ts';

/**
 * The parts of a web process: its own, or in the place of one of them a part with a defect planted. Defects of the database stand beside this
 * file, as SQL.
 * @throws Error when two defects want the same place.
 */
export const partsWith = (defects: readonly Defect[]) => {
  const choose = <Part>(healthy: Part, planted: Partial<Record<Defect, Part>>): Part => {
    const [first, second] = defects.filter((defect) => defect in planted);
    if (second !== undefined) throw new Error(`${first} and ${second} stand in the same place: plant one at a time`);
    return (first === undefined ? undefined : planted[first]) ?? healthy;
  };
  return {
    openPool: choose(openPool, { 'pool-never-reconnects': openFixedPool }),
    Catalogue: choose(Catalogue, { 'cache-stampede': StampedingCatalogue, 'latency-cliff': CliffCatalogue }),
    Checkout: choose(Checkout, {
      'acknowledge-before-commit': EarlyCheckout,
      'slow-leak': LeakingCheckout,
      'stale-promotion-price': StalePriceCheckout,
    }),
    Payments: choose(PaymentsClient, {
      'double-charge-on-retry': ForgetfulPayments,
      'retry-storm': StormingPayments,
    }),
    Storefront: choose(ModernStorefront, { 'error-in-200': HidingStorefront }),
    keepsCartCopy: !defects.includes('cart-lost-with-cache'),
    breakerStaysOpen: defects.includes('breaker-stays-open'),
  };
};

type OpenPool = (who: string, connectionString: string, limits: PoolLimits) => Promise<Pool>;

const openPool: OpenPool = (...given) => Promise.resolve(createPool(...given));

/** A web process asks its pool for nothing but `query`. */
const openFixedPool: OpenPool = async (who, connectionString, limits) => {
  const pool = await FixedPool.open(who, connectionOptions(connectionString, limits), limits.connections);
  return pool as unknown as Pool;
};
