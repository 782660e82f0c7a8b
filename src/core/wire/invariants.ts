import { z } from 'zod';

/** The nine invariants of DESIGN §6. */
export const invariantNames = [
  'lostOrders',
  'phantomOrders',
  'duplicateOrders',
  'doubleCharges',
  'chargedWithoutOrder',
  'orderedWithoutCharge',
  'wrongAmount',
  'oversold',
  'strandedStock',
] as const;
export const invariantNameSchema = z.enum(invariantNames);
export type InvariantName = z.infer<typeof invariantNameSchema>;
