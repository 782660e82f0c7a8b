import { createHash } from 'node:crypto';

/** Where the catalogue lies in the cache: written by the publisher and by readers that missed. */
export const cacheKeys = {
  product: (sku: string) => `product:${sku}`,
  /** Words of any length and alphabet become a short key. */
  search: (words: string) =>
    `search:${/^[a-z0-9]{1,40}$/.test(words) ? words : createHash('sha1').update(words).digest('hex')}`,
  category: (category: string) => `category:${category}`,
  home: 'home',
  /** The SKUs of the whole catalogue; there while it was published and the cache has not been lost since. */
  published: 'catalogue:published',
} as const;

/** Long: prices and availability are published when they change; this only bounds what nobody asks for any more. */
export const cacheLifeSeconds = 3_600;

export const normaliseWords = (words: string): string => words.trim().toLowerCase().replace(/\s+/g, ' ').slice(0, 80);
