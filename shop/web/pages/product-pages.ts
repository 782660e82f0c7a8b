import type { HomeView, Product } from '../../catalogue/product.ts';
import { formatPrice, html, type Html } from './html.ts';
import { layout } from './layout.ts';

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

const availability = (units: number): Html => {
  if (units <= 0) return html`<p class="stock out">Sold out</p>`;
  if (units <= 20) return html`<p class="stock few">Only ${units} left</p>`;
  return html`<p class="stock">In stock</p>`;
};

const card = (product: Product): Html =>
  html`<li>
    <a class="card" href="/product/${product.sku}">
      <span class="picture" aria-hidden="true" data-hue="${product.category}">${product.name.charAt(0)}</span>
      <span class="name">${product.name}</span>
      <span class="price">${formatPrice(product.priceCents)}</span>
    </a>
  </li>`;

const list = (products: readonly Product[]): Html =>
  html`<ul class="products">
    ${products.map(card)}
  </ul>`;

export const homePage = (view: HomeView): string =>
  layout(
    'Black Friday',
    html`<main data-page="home">
      <section class="hero">
        <h1>Black Friday is here</h1>
        <p>Twenty doorbusters, while they last.</p>
      </section>
      <nav aria-label="Categories">
        <ul class="categories">
          ${view.categories.map((category) => html`<li><a href="/category/${category}">${capitalised(category)}</a></li>`)}
        </ul>
      </nav>
      <h2>Doorbusters</h2>
      ${list(view.doorbusters)}
      <h2>Popular now</h2>
      ${list(view.popular)}
    </main>`,
  );

export const listPage = (page: 'search' | 'category', title: string, products: readonly Product[]): string =>
  layout(
    title,
    html`<main data-page="${page}" data-results="${products.length}">
      <h1>${capitalised(title)}</h1>
      ${products.length === 0 ? html`<p>Nothing found. Try another word, or <a href="/">look around</a>.</p>` : list(products)}
    </main>`,
  );

export const productPage = (product: Product): string =>
  layout(
    product.name,
    html`<main data-page="product" data-sku="${product.sku}" data-price-cents="${product.priceCents}">
      <nav aria-label="Breadcrumb">
        <a href="/">Home</a> › <a href="/category/${product.category}">${capitalised(product.category)}</a>
      </nav>
      <article class="product">
        <span class="picture large" aria-hidden="true" data-hue="${product.category}">${product.name.charAt(0)}</span>
        <div>
          <h1>${product.name}</h1>
          <p class="price">${formatPrice(product.priceCents)}</p>
          ${availability(product.units)}
          <p>${product.description}</p>
          <form class="add-to-cart" data-sku="${product.sku}">
            <label>Quantity <input type="number" name="quantity" value="1" min="1" max="10" /></label>
            <button>Add to cart</button>
            <p class="message" role="status"></p>
          </form>
        </div>
      </article>
      <section aria-labelledby="together">
        <h2 id="together">Often bought together</h2>
        <ul class="products" id="recommendations" data-sku="${product.sku}"></ul>
      </section>
    </main>`,
  );

export const messagePage = (title: string, text: string): string =>
  layout(
    title,
    html`<main data-page="message">
      <h1>${title}</h1>
      <p>${text}</p>
      <p><a href="/">Back to the shop</a></p>
    </main>`,
  );
