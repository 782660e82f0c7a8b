/* global document, fetch, crypto, location, FormData */

const send = (method, path, body, headers = {}) =>
  fetch(path, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });

const price = (cents) => `$${(cents / 100).toFixed(2)}`;

const addToCart = document.querySelector('form.add-to-cart');
addToCart?.addEventListener('submit', async (event) => {
  event.preventDefault();
  const message = addToCart.querySelector('.message');
  const quantity = Number(new FormData(addToCart).get('quantity'));
  const answer = await send('POST', '/cart/items', { sku: addToCart.dataset.sku, quantity });
  const body = await answer.json();
  message.textContent = answer.ok
    ? `Added. Your cart comes to ${price(body.totalCents)}.`
    : 'That did not work. Please try again.';
});

for (const button of document.querySelectorAll('button.remove'))
  button.addEventListener('click', async () => {
    await send('DELETE', `/cart/items/${button.dataset.sku}`);
    location.reload();
  });

const recommendations = document.querySelector('#recommendations');
if (recommendations !== null) {
  const answer = await fetch(`/api/recommendations?sku=${recommendations.dataset.sku}`);
  const { items } = await answer.json();
  for (const item of items ?? []) {
    const link = document.createElement('a');
    link.className = 'card';
    link.href = `/product/${item.sku}`;
    for (const [kind, text] of [
      ['picture', item.name.charAt(0)],
      ['name', item.name],
      ['price', price(item.priceCents)],
    ]) {
      const part = document.createElement('span');
      part.className = kind;
      part.textContent = text;
      if (kind === 'picture') part.dataset.hue = item.category;
      link.append(part);
    }
    const entry = document.createElement('li');
    entry.append(link);
    recommendations.append(entry);
  }
}

const refusals = {
  declined: 'Your card was declined. Please try another.',
  soldOut: 'Sorry, something in your cart has just sold out.',
  emptyCart: 'Your cart is empty.',
};

const checkout = document.querySelector('#checkout');
if (checkout !== null) {
  const intent = crypto.randomUUID();
  let key = crypto.randomUUID();
  checkout.addEventListener('submit', async (event) => {
    event.preventDefault();
    const message = checkout.querySelector('.message');
    const button = checkout.querySelector('button');
    const { card, ...customer } = Object.fromEntries(new FormData(checkout));
    button.disabled = true;
    message.textContent = 'One moment…';
    const answer = await send('POST', '/checkout', { intent, customer, card }, { 'idempotency-key': key }).catch(
      () => null,
    );
    const body = answer === null ? {} : await answer.json().catch(() => ({}));
    button.disabled = false;
    if (answer?.status === 201) {
      const thanks = document.createElement('p');
      thanks.className = 'thanks';
      thanks.textContent = `Thank you. Your order ${body.orderId} over ${price(body.totalCents)} is confirmed.`;
      document.querySelector('main').replaceChildren(thanks);
      return;
    }
    // Refused in so many words: the next try is a new one. Otherwise the same key asks what became of this one.
    if (answer?.status === 402 || answer?.status === 409) key = crypto.randomUUID();
    message.textContent =
      refusals[body.reason] ?? 'We could not take your order just now. Please try again in a moment.';
  });
}
