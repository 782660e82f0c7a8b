export { httpResources } from './http-resources.ts';
export { httpAuditor } from './http-auditor.ts';
export { jsonAuditor } from './json-auditor.ts';
export { sqlAuditor } from './sql-auditor.ts';
export { startReferenceShop, type ReferenceShopOptions } from './start-reference-shop.ts';
