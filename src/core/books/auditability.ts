import type { AuditFile, AuditPart } from '../wire/audit.ts';
import type { InvariantName } from '../wire/invariants.ts';

/**
 * What each invariant needs of the books. Without a part that it `needs`, what it finds means nothing either way; without one that it `sees` by,
 * what it finds stands, and finding nothing means nothing.
 */
const dependsOn: Record<InvariantName, { readonly needs: readonly AuditPart[]; readonly sees: readonly AuditPart[] }> =
  {
    lostOrders: { needs: ['orders'], sees: [] },
    phantomOrders: { needs: ['orders'], sees: ['orderKeys'] },
    duplicateOrders: { needs: ['orders'], sees: ['orderKeys'] },
    doubleCharges: { needs: ['orders', 'charges'], sees: ['chargeKeys'] },
    chargedWithoutOrder: { needs: ['orders', 'charges'], sees: ['chargeKeys'] },
    orderedWithoutCharge: { needs: ['orders', 'charges'], sees: [] },
    wrongAmount: { needs: ['orders', 'charges'], sees: [] },
    oversold: { needs: ['orders', 'stock', 'movements'], sees: [] },
    strandedStock: { needs: ['orders', 'stock', 'movements'], sees: [] },
  };

/** Why an invariant could not be audited, or not seen broken; null where nothing stands in the way. */
export interface Auditability {
  readonly cannotJudge: string | null;
  readonly cannotSee: string | null;
}

/** What the opening and the closing audit could not say, held against what an invariant needs. */
export const auditabilityOf = (name: InvariantName, { opening, closing }: AuditFile): Auditability => {
  const unaudited = [...(opening.unaudited ?? []), ...(closing?.unaudited ?? [])];
  const whyOf = (parts: readonly AuditPart[]): string | null => {
    const missing = unaudited.filter(({ part }) => parts.includes(part)).map(({ part, why }) => `${part}: ${why}`);
    return missing.length === 0 ? null : `not audited: ${[...new Set(missing)].join('; ')}`;
  };
  const { needs, sees } = dependsOn[name];
  return { cannotJudge: whyOf(needs), cannotSee: whyOf(sees) };
};
