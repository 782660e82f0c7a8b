import type { CartLine, CartView } from '../storefront.ts';
import { formatPrice, html, type Html } from './html.ts';
import { layout } from './layout.ts';

const row = (line: CartLine): Html =>
  html`<tr data-sku="${line.sku}" data-quantity="${line.quantity}" data-unit-price-cents="${line.unitPriceCents}">
    <td><a href="/product/${line.sku}">${line.name}</a></td>
    <td>${line.quantity}</td>
    <td>${formatPrice(line.unitPriceCents * line.quantity)}</td>
    <td><button class="remove" data-sku="${line.sku}" aria-label="Remove ${line.name}">Remove</button></td>
  </tr>`;

const checkoutForm = (totalCents: number): Html =>
  html`<form id="checkout">
    <h2>Checkout</h2>
    <label>Name <input name="name" autocomplete="name" required /></label>
    <label>E-mail <input name="email" type="email" autocomplete="email" required /></label>
    <label>Address <input name="address" autocomplete="street-address" required /></label>
    <label>Card number <input name="card" inputmode="numeric" value="4242424242424242" required /></label>
    <p class="hint">Any number will do. One that ends in 0002 is declined.</p>
    <button>Pay ${formatPrice(totalCents)}</button>
    <p class="message" role="status"></p>
  </form>`;

export const cartPage = (cart: CartView): string =>
  layout(
    'Your cart',
    html`<main data-page="cart" data-lines="${cart.lines.length}" data-total-cents="${cart.totalCents}">
      <h1>Your cart</h1>
      ${
        cart.lines.length === 0
          ? html`<p>It is empty. <a href="/">Find something you like.</a></p>`
          : html`<table>
                <thead>
                  <tr>
                    <th scope="col">Product</th>
                    <th scope="col">Quantity</th>
                    <th scope="col">Price</th>
                    <th></th>
                  </tr>
                </thead>
                <tbody>
                  ${cart.lines.map(row)}
                </tbody>
                <tfoot>
                  <tr>
                    <th scope="row" colspan="2">Total</th>
                    <td>${formatPrice(cart.totalCents)}</td>
                    <td></td>
                  </tr>
                </tfoot>
              </table>
              ${checkoutForm(cart.totalCents)}`
      }
    </main>`,
  );
