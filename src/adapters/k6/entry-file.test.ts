import { expect, it } from 'vitest';
import { entrySource } from './entry-file.ts';

it('binds a scenario to an adapter, whatever their paths hold', () => {
  expect(entrySource('/pkg/scenarios/smoke.ts', '/home/o"neil/my shop.ts'))
    .toBe(`import { scenario } from "/pkg/scenarios/smoke.ts";
import shop from "/home/o\\"neil/my shop.ts";

export const options = scenario.options;
export default scenario.at(shop);
`);
});
