import { expect, it } from 'vitest';
import { requestName } from './request-name.ts';

it.each([
  ['/', 'GET /'],
  ['', 'GET /'],
  ['/search?q=red+shoes', 'GET /search'],
  ['/product/sku-000017', 'GET /product/:id'],
  ['/p/42/reviews#top', 'GET /p/:id/reviews'],
  ['https://cdn.example/assets/shop.css', 'GET /assets/shop.css'],
  ['https://cdn.example', 'GET /'],
])('counts %s as %s', (path, name) => {
  expect(requestName('GET', path)).toBe(name);
});
