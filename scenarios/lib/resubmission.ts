import type { Random } from './random.ts';

/**
 * How a buyer sends an order twice, as people in front of a browser do:
 * - `doubleClick`: two at once, with one key.
 * - `reload`: the answer has come, and the page is loaded again; `hasNewKey` when the page gives a key of its own each time.
 * - `timeOut`: no answer within `afterMs`, so the shopper breaks off and presses the button again: one key.
 */
export type Resubmission =
  | { readonly kind: 'doubleClick' }
  | { readonly kind: 'reload'; readonly hasNewKey: boolean }
  | { readonly kind: 'timeOut'; readonly afterMs: number };

/** From well below what any checkout takes, so that some are broken off on a fast shop too, to what people take for a failure. */
const patienceMs = { least: 10, most: 1_000 };

/**
 * Draws whether and how a buyer sends its order twice. The three ways are equally likely, and so is each order of magnitude of a time-out.
 * @param share of buyers who do. @param newKeyOnReload see `Shop`; half of the reloads then come with a key of their own.
 */
export const resubmissionOf = (random: Random, share: number, newKeyOnReload: boolean): Resubmission | null => {
  if (!random.chance(share)) return null;
  const kind = random.pick(['doubleClick', 'reload', 'timeOut'] as const);
  if (kind === 'doubleClick') return { kind };
  if (kind === 'reload') return { kind, hasNewKey: newKeyOnReload && random.chance(0.5) };
  return { kind, afterMs: Math.round(patienceMs.least * (patienceMs.most / patienceMs.least) ** random.unit()) };
};
