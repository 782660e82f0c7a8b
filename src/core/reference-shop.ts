/** What harness and reference shop must agree on: constants only (docs/contracts.md). */

export const shopProfiles = ['modern', 'legacy'] as const;
export type ShopProfile = (typeof shopProfiles)[number];

/** Planted defects that the shop knows; each breaks one thing on purpose (docs/reference-shop.md). */
export const defectNames = ['cart-lost-with-cache', 'breaker-stays-open'] as const;
export type Defect = (typeof defectNames)[number];

/** Dependencies that the shop reaches through Toxiproxy; the proxies have the same names. */
export const shopTargets = ['database', 'cache', 'payments', 'recommendations', 'inventory'] as const;

/** An HTTP endpoint behind a proxy that is cheap and changes nothing: by it the proxy's own cost is measured. */
export const cheapEndpoint: { readonly target: (typeof shopTargets)[number]; readonly path: string } = {
  target: 'recommendations',
  path: '/recommendations?sku=sku-000001',
};
