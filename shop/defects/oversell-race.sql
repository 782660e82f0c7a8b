-- Planted defect: looks, then takes. What it looks at is the storefront's counter, as the inventory sync left it about a second ago;
-- what it takes, it takes without looking again.
CREATE OR REPLACE FUNCTION reserve_units(p_sku text, p_quantity integer) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  chosen text;
BEGIN
  SELECT a.warehouse INTO chosen FROM availability a
  WHERE a.sku = p_sku AND a.units >= p_quantity ORDER BY a.units DESC, a.warehouse LIMIT 1;
  UPDATE stock SET reserved = reserved + p_quantity WHERE sku = p_sku AND warehouse = chosen;
  RETURN chosen;
END $$;
