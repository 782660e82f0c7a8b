import { ModernStorefront } from '../web/modern-storefront.ts';
import type { Recommendations } from '../web/storefront.ts';

/**
 * Planted defect `error-in-200`: what is out is answered with status 200 and an error in the body, so that whoever counts statuses sees
 * a healthy shop.
 */
export class HidingStorefront extends ModernStorefront {
  override async recommendations(sku: string): Promise<Recommendations> {
    const found = await super.recommendations(sku);
    if (!found.degraded) return found;
    return { error: 'recommendations are not available' } as unknown as Recommendations;
  }
}
