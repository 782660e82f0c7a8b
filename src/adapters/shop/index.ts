export { httpAuditor } from './http-auditor.ts';
export { startReferenceShop, type ReferenceShopOptions } from './start-reference-shop.ts';
