import { html, type Html } from './html.ts';

/** A whole page around its main part. */
export const layout = (title: string, main: Html): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Northwind Lane</title>
        <link rel="stylesheet" href="/assets/shop.css" />
        <link rel="icon" href="data:," />
        <script type="module" src="/assets/shop.js"></script>
      </head>
      <body>
        <header>
          <a class="brand" href="/">Northwind Lane</a>
          <form role="search" action="/search">
            <input
              type="search"
              name="q"
              placeholder="Search lamps, jackets, kettles"
              aria-label="Search the shop"
              required
            />
            <button>Search</button>
          </form>
          <a class="cart-link" href="/cart">Cart</a>
        </header>
        ${main}
        <footer>
          <p>A demonstration shop: nothing here is for sale, and no card is charged.</p>
        </footer>
      </body>
    </html>`.text;
