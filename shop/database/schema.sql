-- Positions in commit order. A position is drawn while the stock rows of the order are locked, so that for one SKU and
-- warehouse it is the order of the commits.
CREATE SEQUENCE book_sequence;

CREATE TABLE product (
  sku text PRIMARY KEY,
  name text NOT NULL,
  category text NOT NULL,
  price_cents integer NOT NULL CHECK (price_cents > 0),
  -- What it costs on other days.
  regular_price_cents integer NOT NULL CHECK (regular_price_cents >= price_cents),
  description text NOT NULL,
  words tsvector GENERATED ALWAYS AS (to_tsvector('simple', name || ' ' || category)) STORED
);
CREATE INDEX product_words ON product USING gin (words);
CREATE INDEX product_category ON product (category, sku);

-- on_hand: units in the warehouse that are not sold; reserved: those of them that pending orders hold.
CREATE TABLE stock (
  sku text NOT NULL REFERENCES product,
  warehouse text NOT NULL,
  on_hand integer NOT NULL,
  reserved integer NOT NULL DEFAULT 0,
  PRIMARY KEY (sku, warehouse)
) WITH (fillfactor = 70);

-- What the storefront believes, written by the inventory sync. `modern` shows it; `legacy` sells by it.
CREATE TABLE availability (
  sku text NOT NULL,
  warehouse text NOT NULL,
  units integer NOT NULL,
  PRIMARY KEY (sku, warehouse)
) WITH (fillfactor = 70);

CREATE TABLE orders (
  order_id text PRIMARY KEY,
  key text NOT NULL,
  intent text,
  status text NOT NULL CHECK (status IN ('pending', 'confirmed', 'cancelled')),
  reason text,
  total_cents integer NOT NULL,
  customer jsonb NOT NULL,
  payment_id text,
  sequence bigint NOT NULL,
  cancelled_sequence bigint,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
-- A key has one order; one that an outage undid (reason 'cancelled') frees it for another try.
CREATE UNIQUE INDEX orders_one_per_key ON orders (key) WHERE reason IS DISTINCT FROM 'cancelled';
CREATE UNIQUE INDEX orders_one_live_per_intent ON orders (intent) WHERE status <> 'cancelled';
CREATE INDEX orders_pending ON orders (created_at) WHERE status = 'pending';
CREATE INDEX orders_sequence ON orders (sequence);

CREATE TABLE order_line (
  order_id text NOT NULL REFERENCES orders,
  sku text NOT NULL,
  warehouse text NOT NULL,
  quantity integer NOT NULL CHECK (quantity > 0),
  unit_price_cents integer NOT NULL,
  PRIMARY KEY (order_id, sku, warehouse)
);

-- Receipts, returns and corrections of stock.
CREATE TABLE movement (
  sku text NOT NULL,
  warehouse text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('receipt', 'return', 'correction')),
  quantity integer NOT NULL,
  sequence bigint NOT NULL DEFAULT nextval('book_sequence')
);

-- Sold lines on their way to the inventory service. A row lives until the service has taken it in.
CREATE TABLE outbox (
  id bigserial PRIMARY KEY,
  sku text NOT NULL,
  warehouse text NOT NULL,
  quantity integer NOT NULL,
  sent_at timestamptz
);

-- Carts of the legacy profile.
CREATE TABLE legacy_cart (
  sid text NOT NULL,
  sku text NOT NULL,
  quantity integer NOT NULL,
  PRIMARY KEY (sid, sku)
);
