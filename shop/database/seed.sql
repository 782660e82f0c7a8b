-- 10,000 SKUs; the first 20 are doorbusters: 40 to 150 units over both warehouses, at half their price.
WITH vocabulary AS (SELECT
  ARRAY['Classic','Compact','Deluxe','Everyday','Folding','Modern','Nordic','Outdoor','Portable','Premium','Quiet','Rustic',
        'Slim','Smart','Soft','Sturdy','Travel','Vintage','Warm','Wireless','Bright','Gentle','Handy','Tidy','Urban'] AS adjectives,
  ARRAY['Bamboo','Brass','Canvas','Ceramic','Copper','Cotton','Glass','Leather','Linen','Marble','Oak','Silk','Steel','Velvet',
        'Walnut','Wool'] AS materials,
  ARRAY['kitchen','home','garden','electronics','toys','sports','fashion','books'] AS categories,
  ARRAY[ARRAY['Kettle','Pan','Knife','Mug','Toaster'], ARRAY['Lamp','Chair','Blanket','Mirror','Clock'],
        ARRAY['Planter','Bench','Lantern','Hose','Trellis'], ARRAY['Headphones','Speaker','Keyboard','Charger','Camera'],
        ARRAY['Puzzle','Train','Robot','Kite','Blocks'], ARRAY['Racket','Bottle','Mat','Backpack','Gloves'],
        ARRAY['Jacket','Scarf','Shoes','Belt','Watch'], ARRAY['Notebook','Atlas','Planner','Bookend','Journal']] AS nouns)
INSERT INTO product (sku, name, category, price_cents, regular_price_cents, description)
SELECT
  'sku-' || lpad(n::text, 6, '0'),
  CASE WHEN n <= 20 THEN 'Doorbuster ' ELSE '' END || adjectives[1 + n % 25] || ' ' || materials[1 + (n / 25) % 16] || ' '
    || nouns[1 + n % 8][1 + (n / 8) % 5],
  categories[1 + n % 8],
  CASE WHEN n <= 20 THEN 1499 + (n * 131) % 1500 ELSE 999 + (n * 7919) % 6000 END,
  CASE WHEN n <= 20 THEN 2 * (1499 + (n * 131) % 1500) ELSE 999 + (n * 7919) % 6000 END,
  'Made to last, tested by our own team, and back in thirty days if it is not right for you.'
FROM vocabulary, generate_series(1, 10000) AS n;

INSERT INTO stock (sku, warehouse, on_hand)
SELECT 'sku-' || lpad(n::text, 6, '0'), warehouse,
  CASE WHEN n > 20 THEN 100000 WHEN warehouse = 'east' THEN ceil((40 + ((n - 1) * 37) % 111) / 2.0) ELSE (40 + ((n - 1) * 37) % 111) / 2 END
FROM generate_series(1, 10000) AS n, unnest(ARRAY['east', 'west']) AS warehouse;

INSERT INTO availability (sku, warehouse, units) SELECT sku, warehouse, on_hand FROM stock;
ANALYZE;
