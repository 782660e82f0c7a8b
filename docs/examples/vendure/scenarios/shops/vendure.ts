import { defineShop, type OrderAnswer, type Page, type Shopper } from 'peakproof/scenario';

interface Order {
  code: string;
  state: string;
  totalWithTax: number;
  lines: { quantity: number; unitPriceWithTax: number; productVariant: { sku: string } }[];
}
/** What a mutation answers: the order, or an error in so many words. */
type Answer = Partial<Order> & { errorCode?: string };

const orderFields = 'code state totalWithTax lines { quantity unitPriceWithTax productVariant { sku } }';
const orderOrError = `{ ... on Order { ${orderFields} } ... on ErrorResult { errorCode } }`;

/** Sends a query. A GraphQL server answers 200 to nearly everything: `errors` is what makes a request a bad one. */
const send = async (shopper: Shopper, name: string, query: string, variables: object = {}): Promise<Page> => {
  const page = await shopper.post('/shop-api', { query, variables }, { name });
  return page.expectThat(page.json<{ errors?: unknown }>().errors === undefined, 'an answer without errors');
};
const ask = async <T>(shopper: Shopper, name: string, query: string, variables?: object): Promise<T> =>
  Object.values((await send(shopper, name, query, variables)).json<{ data: Record<string, T> }>().data)[0] as T;

/** What the shop has told a shopper of a product and of its order. */
const shown = new WeakMap<Shopper, { variantId: string }>();
const orderOf = new WeakMap<Shopper, string>();

const keepCart = (shopper: Shopper, { code, lines = [], totalWithTax = 0 }: Answer): void => {
  if (code !== undefined) orderOf.set(shopper, code);
  shopper.cart = {
    lines: lines.map((line) => ({
      sku: line.productVariant.sku,
      quantity: line.quantity,
      unitPriceCents: line.unitPriceWithTax,
    })),
    amountCents: totalWithTax,
  };
};

const readOrder = (page: Page): OrderAnswer => {
  const [answer] = Object.values(page.json<{ data: Record<string, Answer | null> }>().data);
  if (answer?.state === 'PaymentSettled') return { orderId: answer.code ?? null, refusal: null };
  return { orderId: null, refusal: answer?.errorCode === 'PAYMENT_DECLINED_ERROR' ? 'declined' : null };
};

/** Address, parcel and state of the cart, as the pages before the payment do it. */
const prepare = async (shopper: Shopper): Promise<void> => {
  const { name, email, street, city, postcode } = shopper.customer;
  const order = await ask<Order | null>(shopper, 'active order', `{ activeOrder { ${orderFields} } }`);
  if (order?.state !== 'AddingItems') return;
  const customer = { emailAddress: email, firstName: name, lastName: '-' };
  const address = { streetLine1: street, city, postalCode: postcode, countryCode: 'NL' };
  await send(
    shopper,
    'customer',
    `mutation ($customer: CreateCustomerInput!, $address: CreateAddressInput!) {
       setCustomerForOrder(input: $customer) ${orderOrError}
       setOrderShippingAddress(input: $address) ${orderOrError} }`,
    { customer, address },
  );
  const [method] = await ask<{ id: string }[]>(shopper, 'parcels', '{ eligibleShippingMethods { id } }');
  await send(
    shopper,
    'parcel',
    `mutation ($id: [ID!]!) { setOrderShippingMethod(shippingMethodId: $id) ${orderOrError} }`,
    {
      id: [method?.id],
    },
  );
  const ready = await ask<Answer>(
    shopper,
    'to payment',
    `mutation { transitionOrderToState(state: "ArrangingPayment") ${orderOrError} }`,
  );
  if (ready.errorCode !== undefined) shopper.soldOut(shopper.product);
  keepCart(shopper, ready);
};

export default defineShop({
  catalogue: {
    products: 200,
    doorbusters: 5,
    sku: (rank) => `sku-${rank}`,
    searchWords: ['shoes', 'jacket', 'lamp', 'kettle', 'watch', 'mug'],
  },
  steps: {
    browse: async (shopper) => {
      const page = await send(shopper, 'products', '{ products(options: { take: 24 }) { items { name slug } } }');
      page.expect('"slug"');
    },

    search: async (shopper) => {
      const options = { take: 24, filter: { name: { contains: shopper.searchWord() } } };
      const query = 'query ($options: ProductListOptions!) { products(options: $options) { items { name slug } } }';
      (await send(shopper, 'search', query, { options })).expect('"slug"');
    },

    product: async (shopper) => {
      const sku = shopper.chooseProduct();
      const query = 'query ($slug: String!) { product(slug: $slug) { name variants { id sku priceWithTax } } }';
      const slug = sku.replace('sku', 'product');
      const product = await ask<{ variants: { id: string }[] }>(shopper, 'product', query, { slug });
      shown.set(shopper, { variantId: product.variants[0]?.id ?? '' });
    },

    cart: async (shopper) => {
      const query = `mutation ($id: ID!) { addItemToOrder(productVariantId: $id, quantity: 1) ${orderOrError} }`;
      const order = await ask<Answer>(shopper, 'add', query, { id: shown.get(shopper)?.variantId });
      if (order.errorCode === 'INSUFFICIENT_STOCK_ERROR') shopper.soldOut(shopper.product);
      keepCart(shopper, order);
    },

    checkout: async (shopper) => {
      await prepare(shopper);
      const code = orderOf.get(shopper);
      const pay = `mutation ($input: PaymentInput!) { addPaymentToOrder(input: $input) ${orderOrError} }`;
      await shopper.order(
        shopper.cart,
        async ({ intent, key }) => {
          const page = await send(shopper, 'pay', pay, { input: { method: 'card', metadata: { intent, key } } });
          // Who sends twice has no active order any more: the shop is asked what became of it.
          return readOrder(page).orderId !== null
            ? page
            : send(shopper, 'order', `query ($code: String!) { orderByCode(code: $code) { ${orderFields} } }`, {
                code,
              });
        },
        readOrder,
      );
    },
  },
});
