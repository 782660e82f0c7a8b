import { toxicMechanism } from './toxic.ts';

/**
 * Cuts data into pieces of averageSizeBytes ± sizeVariationBytes, delayUs microseconds apart. The pieces are writes to a socket: the
 * kernel may join them again on the way.
 */
export const slicer = toxicMechanism('slicer', ({ averageSizeBytes, sizeVariationBytes, delayUs }) => ({
  average_size: averageSizeBytes,
  size_variation: sizeVariationBytes ?? 0,
  delay: delayUs ?? 0,
}));
