import { defineConfig } from 'vitest/config';

const resultsFile = process.env['PEAKPROOF_TEST_RESULTS'];

export default defineConfig({
  test: {
    reporters: resultsFile === undefined ? ['default'] : ['default', ['json', { outputFile: resultsFile }]],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{src,scenarios,shop,chaos,bench}/**/*.test.ts'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'real',
          include: ['tests/**/*.test.ts'],
          globalSetup: ['tests/global-setup.ts'],
          testTimeout: 180_000,
          hookTimeout: 600_000,
          // Real processes on few cores: one file at a time, so that no test starves another.
          fileParallelism: false,
        },
      },
    ],
  },
});
