import { defineConfig } from 'peakproof';

/** The run configuration of `npm run rehearse`: without a `baseUrl` the embedded reference shop is used. */
export default defineConfig({
  experiment: 'database-failover',
});
