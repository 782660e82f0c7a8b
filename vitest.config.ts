import { defineConfig } from 'vitest/config';

const resultsFile = process.env['PEAKPROOF_TEST_RESULTS'];

/** Tests in which a run is judged, its load measured, or a shop hurried: beside another test the machine would be too weak for them. */
const alone = [
  'tests/e2e/{interrupted,planted-defects,rehearsal,starved}.test.ts',
  'tests/integration/load/*.test.ts',
  'tests/integration/shop/{connections,journey,outages}.test.ts',
];

const real = { globalSetup: ['tests/global-setup.ts'], testTimeout: 180_000, hookTimeout: 600_000 };

export default defineConfig({
  test: {
    reporters: resultsFile === undefined ? ['default'] : ['default', ['json', { outputFile: resultsFile }]],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{src,scenarios,shop,chaos,bench}/**/*.test.ts'],
          testTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...real,
          name: 'real',
          include: ['tests/**/*.test.ts'],
          exclude: alone,
          // They wait more than they work: two at a time take hardly longer than one.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: { ...real, name: 'alone', include: alone, maxWorkers: 1, sequence: { groupOrder: 2 } },
      },
    ],
  },
});
