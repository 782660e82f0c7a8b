-- Planted defect: nobody asks whether the key or the intent has an order already, and no index forbids a second one.
CREATE OR REPLACE FUNCTION find_order(p_key text, p_intent text)
RETURNS TABLE (o_id text, o_key text, o_status text, o_reason text, o_total integer) LANGUAGE sql STABLE AS $$
  SELECT NULL::text, NULL::text, NULL::text, NULL::text, NULL::integer WHERE false
$$;
DROP INDEX orders_one_per_key;
DROP INDEX orders_one_live_per_intent;
-- As the indexes did it for the search by key and intent.
CREATE INDEX orders_key ON orders (key);
CREATE INDEX orders_intent ON orders (intent);
