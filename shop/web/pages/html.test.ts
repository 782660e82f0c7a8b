import { expect, it } from 'vitest';
import { formatPrice, html } from './html.ts';
import { listPage, productPage } from './product-pages.ts';

const product = {
  sku: 'sku-000001',
  name: '<b>Lamp</b> & "co"',
  category: 'home',
  priceCents: 1_999,
  description: "It's bright",
  units: 3,
};

it('escapes what is not HTML already', () => {
  expect(html`<p title="${'"'}">${'<i>'}${html`<b>${1}</b>`}${[html`x`, html`y`]}</p>`.text).toBe(
    '<p title="&quot;">&lt;i&gt;<b>1</b>xy</p>',
  );
});

it('escapes what visitors and the catalogue bring', () => {
  expect(productPage(product)).not.toContain('<b>Lamp');
  expect(listPage('search', 'Results for “<script>”', [])).not.toContain('<script>”');
});

it.each([
  [0, 'Sold out'],
  [3, 'Only 3 left'],
  [500, 'In stock'],
])('says what is left: %s', (units, text) => {
  expect(productPage({ ...product, units })).toContain(text);
});

it('shows prices', () => {
  expect(formatPrice(1_999)).toBe('$19.99');
});
