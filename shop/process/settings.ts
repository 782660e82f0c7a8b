import type { Defect, ShopProfile } from '../../src/core/reference-shop.ts';
import type { ResourceReading } from '../../src/core/wire/resources.ts';
import type { Release } from '../releases/releases.ts';

/** What each process of the shop is told, as JSON in the environment variable below. URLs lead through Toxiproxy when there is one. */
export interface ServiceSettings {
  readonly profile: ShopProfile;
  readonly defects: readonly Defect[];
  /** Port on 127.0.0.1 that this process listens on; 0 for one that does not listen. */
  readonly port: number;
  readonly databaseUrl: string;
  readonly cachePort: number;
  readonly paymentsUrl: string;
  readonly recommendationsUrl: string;
  readonly inventoryUrl: string;
  /** Signs the cart cookie. */
  readonly cookieSecret: string;
  /** Of the web processes; absent for the others. */
  readonly release?: Release;
  /** Port on which the payment provider refuses everybody; absent for the others. */
  readonly refusingPort?: number;
}

export const settingsVariable = 'PEAKPROOF_SHOP_SETTINGS';

/** What a process says to the one that started it. */
export type ServiceMessage =
  { readonly ready: true } | { readonly failed: string } | { readonly resources: readonly ResourceReading[] };
