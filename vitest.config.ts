import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const resultsFile = process.env['PEAKPROOF_TEST_RESULTS'];

/** Tests in which a run is judged, its load measured, or a shop hurried: beside another test the machine would be too weak for them. */
const alone = [
  'tests/e2e/{interrupted,planted-defects,starved}.test.ts',
  'tests/integration/shop/{connections,journey,outages}.test.ts',
];

/** Tests whose load is small and measured: beside one another they find the time that they need, beside a shop that starts they would not. */
const load = ['tests/integration/load/*.test.ts'];

/** They take more than a minute each: begun last, one of them would keep the other worker waiting. */
const long = ['external-shop', 'rehearsal', 'killed', 'gameday', 'engine/go'].map((name) => `/${name}.test.ts`);

class LongOnesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification): number => (long.some((name) => moduleId.endsWith(name)) ? 1 : 0);
    return (await super.sort(files)).sort((one, other) => isLong(other) - isLong(one));
  }
}

const real = { globalSetup: ['tests/global-setup.ts'], testTimeout: 180_000, hookTimeout: 600_000 };

export default defineConfig({
  test: {
    sequence: { sequencer: LongOnesFirst },
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
          exclude: [...alone, ...load],
          // They wait more than they work: two at a time take hardly longer than one.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: { ...real, name: 'load', include: load, maxWorkers: 2, sequence: { groupOrder: 2 } },
      },
      {
        test: { ...real, name: 'alone', include: alone, maxWorkers: 1, sequence: { groupOrder: 3 } },
      },
    ],
  },
});
