import { describe, expect, it } from 'vitest';
import { brokenVerdict, outageVerdict } from '../testing/outage-verdict.ts';
import { renderJunit } from './render-junit.ts';
import { parseXml, type XmlElement } from '../testing/parse-xml.ts';

const suiteOf = (xml: string, name: string): XmlElement =>
  parseXml(xml).children.find((suite) => suite.attributes['name'] === name)!;
const caseOf = (suite: XmlElement, name: string): XmlElement =>
  suite.children.find((testCase) => testCase.attributes['name']?.startsWith(name))!;
const marks = (testCase: XmlElement): string[] => testCase.children.map((child) => child.name);

describe('renderJunit', () => {
  it('has a suite for each part, green for a pass', () => {
    const root = parseXml(renderJunit({ verdict: outageVerdict() }));
    expect(root.name).toBe('testsuites');
    expect(root.children.map((suite) => suite.attributes['name'])).toEqual([
      'verdict',
      'budgets',
      'recovery',
      'books',
      'validity',
    ]);
    expect(root.attributes).toMatchObject({ tests: '33', failures: '0', errors: '0', skipped: '0' });
  });

  it('fail is a failure, inconclusive an error, advisory skipped', () => {
    const xml = renderJunit({ verdict: brokenVerdict() });
    const budgets = suiteOf(xml, 'budgets');
    expect(marks(caseOf(budgets, 'checkout · p95 latency · after'))).toEqual(['failure']);
    expect(marks(caseOf(budgets, 'cart · p95 latency · after'))).toEqual(['error']);
    expect(marks(caseOf(budgets, 'search · p95 latency · after'))).toContain('skipped');
    expect(marks(caseOf(budgets, 'browse · p95 latency · steady'))).toEqual(['system-out']);
    expect(marks(caseOf(suiteOf(xml, 'recovery'), 'checkout after database-outage'))).toEqual(['failure']);
    expect(caseOf(suiteOf(xml, 'books'), 'Oversold').children[0]?.text).toContain('SKU-004711 at hamburg');
    expect(marks(caseOf(suiteOf(xml, 'validity'), 'CPU of the load generator'))).toEqual(['error']);
  });

  it.each([
    ['failure', 'failure'],
    ['skipped', 'skipped'],
  ] as const)('inconclusive as %s', (onInconclusive, mark) => {
    const xml = renderJunit({ verdict: brokenVerdict() }, { onInconclusive });
    expect(marks(caseOf(suiteOf(xml, 'books'), 'Double charges'))).toContain(mark);
  });

  it('is not green when only the run as a whole went wrong', () => {
    const problems = [{ file: 'audit.json', what: 'missing' }];
    const verdict = outageVerdict({ verdict: 'inconclusive', exitCode: 2, problems });
    expect(parseXml(renderJunit({ verdict })).attributes).toMatchObject({ errors: '2' });
    const left = outageVerdict({ exitCode: 6, faultsLeft: ['x'] });
    expect(parseXml(renderJunit({ verdict: left })).attributes).toMatchObject({ failures: '2' });
  });

  it('stays XML whatever a shop answers', () => {
    const hostile = ']]><evil a="b"/>\u0000\u001b\ufffe & \'"';
    const broken = brokenVerdict();
    const verdict = {
      ...broken,
      sentence: hostile,
      invariants: broken.invariants.map((invariant) => ({ ...invariant, why: hostile, examples: [hostile] })),
      findings: broken.findings.map((finding) => ({ ...finding, step: hostile, why: hostile })),
    };
    const xml = renderJunit({ verdict });
    expect(xml).not.toMatch(/[\u0000\u001b\ufffe]/); // eslint-disable-line no-control-regex -- they are what XML forbids
    const texts = suiteOf(xml, 'books').children.flatMap((testCase) => testCase.children.map((child) => child.name));
    expect(texts).not.toContain('evil');
  });

  it('gives the same bytes for the same verdict', () =>
    expect(renderJunit({ verdict: brokenVerdict() })).toBe(renderJunit({ verdict: brokenVerdict() })));
});
