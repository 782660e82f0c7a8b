import { defineConfig } from 'peakproof';

/** Quick shoppers: few of them ask as much as many patient ones, so that a short run decides. */
export default defineConfig({
  load: { curve: 'constant', thinkTime: { median: '2s', sigma: 0.4 } },
  budgets: { from: 'file', path: 'budgets.json' },
});
