-- The order that a key or an intent has, if any.
CREATE FUNCTION find_order(p_key text, p_intent text)
RETURNS TABLE (o_id text, o_key text, o_status text, o_reason text, o_total integer) LANGUAGE sql STABLE AS $$
  SELECT o.order_id, o.key, o.status, o.reason, o.total_cents FROM orders o
  WHERE (o.key = p_key AND o.reason IS DISTINCT FROM 'cancelled') OR (o.intent = p_intent AND o.status <> 'cancelled')
  ORDER BY (o.key = p_key) DESC LIMIT 1
$$;

-- Takes units of one product from what is free to sell, by conditional updates. Returns the warehouse, or NULL when it is sold out.
CREATE FUNCTION reserve_units(p_sku text, p_quantity integer) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  candidate record;
BEGIN
  FOR candidate IN
    SELECT s.warehouse FROM stock s WHERE s.sku = p_sku ORDER BY s.on_hand - s.reserved DESC, s.warehouse
  LOOP
    UPDATE stock s SET reserved = s.reserved + p_quantity
    WHERE s.sku = p_sku AND s.warehouse = candidate.warehouse AND s.on_hand - s.reserved >= p_quantity;
    IF FOUND THEN RETURN candidate.warehouse; END IF;
  END LOOP;
  RETURN NULL;
END $$;

-- Gives the units of an order back to what is free to sell.
CREATE FUNCTION free_units(p_order_id text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  line record;
BEGIN
  FOR line IN SELECT * FROM order_line WHERE order_id = p_order_id ORDER BY sku LOOP
    UPDATE stock SET reserved = reserved - line.quantity WHERE sku = line.sku AND warehouse = line.warehouse;
  END LOOP;
END $$;

-- Reserves stock and writes a pending order, or finds the order that the key or the intent already has. Raises PS001 when a line
-- is sold out, and unique_violation when the same key or intent comes in at the same moment: nothing is written then.
CREATE FUNCTION place_order(p_order_id text, p_key text, p_intent text, p_customer jsonb, p_lines jsonb)
RETURNS TABLE (o_id text, o_key text, o_status text, o_reason text, o_total integer)
LANGUAGE plpgsql AS $$
DECLARE
  line record;
  reserved_at text;
  skus text[] := '{}';
  warehouses text[] := '{}';
  quantities integer[] := '{}';
  prices integer[] := '{}';
BEGIN
  RETURN QUERY SELECT * FROM find_order(p_key, p_intent);
  IF FOUND THEN RETURN; END IF;

  o_total := 0;
  -- Always in the order of the SKUs, so that two orders cannot wait for one another.
  FOR line IN
    SELECT l.sku, l.quantity, l."unitPriceCents" AS price
    FROM jsonb_to_recordset(p_lines) AS l(sku text, quantity integer, "unitPriceCents" integer) ORDER BY l.sku
  LOOP
    reserved_at := reserve_units(line.sku, line.quantity);
    IF reserved_at IS NULL THEN RAISE EXCEPTION 'sold out' USING ERRCODE = 'PS001'; END IF;
    skus := skus || line.sku;
    warehouses := warehouses || reserved_at;
    quantities := quantities || line.quantity;
    prices := prices || line.price;
    o_total := o_total + line.quantity * line.price;
  END LOOP;

  INSERT INTO orders (order_id, key, intent, status, total_cents, customer, sequence)
  VALUES (p_order_id, p_key, p_intent, 'pending', o_total, p_customer, nextval('book_sequence'));
  INSERT INTO order_line (order_id, sku, warehouse, quantity, unit_price_cents)
  SELECT p_order_id, l.* FROM unnest(skus, warehouses, quantities, prices) AS l;
  o_id := p_order_id;
  o_key := p_key;
  o_status := 'pending';
  RETURN NEXT;
END $$;

-- Pending → confirmed, and the reserved units leave the stock. Returns the status that the order has now.
CREATE FUNCTION confirm_order(p_order_id text, p_payment_id text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  line record;
BEGIN
  UPDATE orders SET status = 'confirmed', payment_id = p_payment_id WHERE order_id = p_order_id AND status = 'pending';
  IF NOT FOUND THEN RETURN (SELECT status FROM orders WHERE order_id = p_order_id); END IF;
  FOR line IN SELECT * FROM order_line WHERE order_id = p_order_id ORDER BY sku LOOP
    UPDATE stock SET on_hand = on_hand - line.quantity, reserved = reserved - line.quantity
    WHERE sku = line.sku AND warehouse = line.warehouse;
    INSERT INTO outbox (sku, warehouse, quantity) VALUES (line.sku, line.warehouse, line.quantity);
  END LOOP;
  RETURN 'confirmed';
END $$;

-- Pending → cancelled, and the reserved units are free again. Returns the status that the order has now.
CREATE FUNCTION cancel_order(p_order_id text, p_reason text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM orders WHERE order_id = p_order_id AND status = 'pending' FOR UPDATE;
  IF FOUND THEN
    PERFORM free_units(p_order_id);
    UPDATE orders SET status = 'cancelled', reason = p_reason, cancelled_sequence = nextval('book_sequence')
    WHERE order_id = p_order_id;
  END IF;
  RETURN (SELECT status FROM orders WHERE order_id = p_order_id);
END $$;

-- The monolith's way: no reservation, stock comes down when the sync gets to it.
CREATE FUNCTION legacy_record_order(
  p_order_id text, p_key text, p_intent text, p_customer jsonb, p_lines jsonb, p_payment_id text, p_total integer)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO orders (order_id, key, intent, status, total_cents, customer, payment_id, sequence)
  VALUES (p_order_id, p_key, p_intent, 'confirmed', p_total, p_customer, p_payment_id, nextval('book_sequence'))
  ON CONFLICT DO NOTHING;
  IF FOUND THEN
    INSERT INTO order_line (order_id, sku, warehouse, quantity, unit_price_cents)
    SELECT p_order_id, l.sku, l.warehouse, l.quantity, l."unitPriceCents"
    FROM jsonb_to_recordset(p_lines) AS l(sku text, warehouse text, quantity integer, "unitPriceCents" integer);
    INSERT INTO outbox (sku, warehouse, quantity)
    SELECT sku, warehouse, quantity FROM order_line WHERE order_id = p_order_id;
  END IF;
END $$;

-- Takes sold lines out of the outbox, each exactly once. With p_takes_stock the stock itself comes down here, never
-- below zero, which is what hides an oversell from the monolith's own counters. Returns the SKUs touched.
CREATE FUNCTION apply_sold_lines(p_ids bigint[], p_takes_stock boolean) RETURNS SETOF text LANGUAGE sql AS $$
  WITH taken AS (DELETE FROM outbox WHERE id = ANY (p_ids) RETURNING sku, warehouse, quantity),
  sold AS (SELECT sku, warehouse, sum(quantity)::integer AS quantity FROM taken GROUP BY sku, warehouse),
  left_over AS (
    UPDATE stock s SET on_hand = CASE WHEN p_takes_stock THEN greatest(0, s.on_hand - sold.quantity) ELSE s.on_hand END
    FROM sold WHERE s.sku = sold.sku AND s.warehouse = sold.warehouse
    RETURNING s.sku, s.warehouse, s.on_hand - s.reserved AS units)
  UPDATE availability a SET units = left_over.units
  FROM left_over WHERE a.sku = left_over.sku AND a.warehouse = left_over.warehouse
  RETURNING a.sku
$$;
