/** The program that k6 runs: a scenario bound to the adapter of a shop. Both by absolute path, as the bundle has no place of its own. */
export const entrySource = (scenarioFile: string, adapterFile: string): string =>
  [
    `import { scenario } from ${JSON.stringify(scenarioFile)};`,
    `import shop from ${JSON.stringify(adapterFile)};`,
    '',
    'export const options = scenario.options;',
    'export default scenario.at(shop);',
    '',
  ].join('\n');
