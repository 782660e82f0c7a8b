-- Planted defect: an order that is undone keeps its units; the message that would free them goes to a queue that nobody reads.
CREATE OR REPLACE FUNCTION free_units(p_order_id text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
END $$;
