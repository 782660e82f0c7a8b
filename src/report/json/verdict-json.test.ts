import { expect, it } from 'vitest';
import { verdictSchema, type Verdict } from '../../core/wire/verdict.ts';
import { outageVerdict } from '../testing/outage-verdict.ts';
import { renderVerdictJson } from './verdict-json.ts';

it('gives the same bytes in whatever order the verdict was put together', () => {
  const verdict = outageVerdict();
  const turned = Object.fromEntries(Object.entries(verdict).reverse()) as Verdict;
  expect(renderVerdictJson(turned)).toBe(renderVerdictJson(verdict));
  expect(renderVerdictJson(verdict).endsWith('}\n')).toBe(true);
  expect(verdictSchema.parse(JSON.parse(renderVerdictJson(verdict)))).toEqual(verdict);
});

it('refuses a verdict that breaks its schema', () =>
  expect(() => renderVerdictJson({ ...outageVerdict(), exitCode: 0.5 })).toThrow());
