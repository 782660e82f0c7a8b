import type { Pool } from 'pg';
import { requestJson } from '../resilience/http-json.ts';

/** Sent lines that are still in the outbox after this are sent again: the queue of the inventory service does not outlive it. */
const resendAfter = '30 seconds';

/** Hands sold lines to the inventory service. Nothing is lost while it is out: they stay in the outbox. */
export const relaySoldLines = async (database: Pool, inventoryUrl: string): Promise<void> => {
  const waiting = await database.query<{ id: string }>(
    `SELECT id FROM outbox WHERE sent_at IS NULL OR sent_at < now() - interval '${resendAfter}' ORDER BY id LIMIT 1000`,
  );
  if (waiting.rows.length === 0) return;
  const ids = waiting.rows.map((row) => row.id);
  const answer = await requestJson({ method: 'POST', url: `${inventoryUrl}/sold`, body: { ids }, timeoutMs: 3_000 });
  if (answer.status !== 200) throw new Error(`the inventory service answered ${answer.status}`);
  await database.query('UPDATE outbox SET sent_at = now() WHERE id = ANY ($1)', [ids]);
};
