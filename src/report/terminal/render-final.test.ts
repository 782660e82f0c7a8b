import { describe, expect, it } from 'vitest';
import { brokenVerdict, outageVerdict } from '../testing/outage-verdict.ts';
import { renderFinal } from './render-final.ts';

const plain = { colour: false, width: 90 };

describe('renderFinal', () => {
  it('a pass', () => {
    const sound = outageVerdict();
    const verdict = { ...sound, findings: sound.findings.slice(8), recovery: sound.recovery.slice(3) };
    expect(renderFinal(verdict, plain)).toMatchInlineSnapshot(`
      "✓ PASS
      The shop held 2,000 virtual users and came back from the database outage by itself in
      40 s; no order was lost, doubled or oversold.
      2,000 virtual users · 493 requests/s · 5,732 orders · $13,425 at risk · 25 s downtime ·
      6 min 26 s, ran to its end

      Budgets
        ✓  checkout · p95 latency · steady  726 ms  of 2.80 s  1,944 samples
        ✓  checkout · p95 latency · after   741 ms  of 2.80 s  1,944 samples
        ✓  checkout · error share · steady  0.05 %     of 1 %  1,944 samples
        ✓  whole run · downtime               25 s   of 2 min  360 samples

      Recovery
        ✓  cart after database-outage      34 s  of 90 s
        ✓  checkout after database-outage  40 s  of 90 s

      What the faults cost
        cart after database-outage: service recovery 34 s, after the heal 15.7 s, degraded 22 s
        in 1 episode
        checkout after database-outage: service recovery 40 s, after the heal 20.7 s, degraded
        25 s in 1 episode
        database-outage: checkout down for 25 s, 179 orders lost beyond the usual, $13,425 at
        risk

      The books
        ✓  9 of 9 invariants hold

      Validity
        ✓  6 of 6 checks of the load machine passed

      What to do next
        1. Nothing stands in the way. Keep this folder: the next run is read against it."
    `);
  });

  it('a broken run', () => {
    const broken = brokenVerdict();
    const verdict = {
      ...broken,
      findings: broken.findings.filter((finding) => finding.phase !== 'steady'),
      recovery: broken.recovery.slice(3),
      faultsLeft: ['peakproof-x-database-outage on shop-database'],
    };
    expect(renderFinal(verdict, plain)).toMatchInlineSnapshot(`
      "✕ FAIL
      The shop failed: 12 units were oversold and checkout did not come back from the database
      outage.
      2,000 virtual users · 493 requests/s · 5,732 orders · $91,250 at risk · 2 min 40 s
      downtime · 6 min 26 s, ran to its end

      Faults that may still be in place
        ✕ peakproof-x-database-outage on shop-database

      Evidence missing or damaged
        ? timeline-w1.ndjson: line 2,114 ends in the middle

      Budgets
        ✕  checkout · p95 latency · after      8.42 s  of 2.80 s  1,944 samples
           at least 29 % of the attempts were bad, 5 % are allowed
        ✕  whole run · downtime            2 min 40 s   of 2 min  360 samples
           checkout was in breach for 160 s, 120 s are allowed
        ?  cart · p95 latency · after               –  of 1.10 s  0 samples
           no attempt in this phase
        ✓  browse · p95 latency · after        131 ms  of 1.10 s  8,312 samples
        ✓  product · p95 latency · after       169 ms  of 1.10 s  8,298 samples
        i  search · p95 latency · after        209 ms  of 1.10 s  5,561 samples
           i: shown, decides nothing; the report says why

      Recovery
        ✕  checkout after database-outage  > observed  of 90 s
           not back within 90 s; watched for 179 s
        ✓  cart after database-outage            34 s  of 90 s

      What the faults cost
        cart after database-outage: service recovery 34 s, after the heal 15.7 s, degraded 22 s
        in 1 episode
        checkout after database-outage: service recovery not back, after the heal not back,
        degraded 2 min 40 s in 1 episode
        database-outage: checkout down for 25 s, 179 orders lost beyond the usual, $13,425 at
        risk

      The books
        ✕  Oversold        12  of 0  6 SKUs sold out
           12 units of 2 SKUs were sold beyond the stock; SKU-004711 at hamburg: 9 units beyond
           40; SKU-000815 at hamburg: 3 units beyond 25
        ?  Double charges   0  of 0  0 keys retried
           no key was retried
        ✓  7 of 9 invariants hold

      Validity
        ?  CPU of the load generator  86 %  of 80 %
           the machine was nearly full: 80 % is the most
        ✓  5 of 6 checks of the load machine passed

      What to do next
        1. Remove what may still be in place (peakproof-x-database-outage on shop-database): npx
           peakproof chaos heal, then npx peakproof chaos list to see that nothing is left.
        2. Oversold, 12 found: units were sold that the stock cannot fill. Mend this before any
           latency. Start from this one: SKU-004711 at hamburg: 9 units beyond 40.
        3. checkout · p95 latency · after came to 8.42 s against 2.80 s: its chart shows when it
           began, and what else happened then.
        4. Downtime came to 2 min 40 s against 2 min: the charts show when.
        5. checkout did not come back from database-outage while it was watched: look at
           reconnects, retries and pools after the heal.
        6. Judge again without a new run, perhaps with other budgets: npx peakproof gate
           black-friday-20261127-0800."
    `);
  });

  it('says so where there was nothing to judge', () => {
    const text = renderFinal(
      outageVerdict({ verdict: 'inconclusive', findings: [], recovery: [], invariants: [] }),
      plain,
    );
    expect(text).toMatch(/\? INCONCLUSIVE/);
    expect(text).toContain('no budget applied');
    expect(text).toContain('not compared');
  });

  it('is plain without colour, the same words with it', () => {
    const coloured = renderFinal(brokenVerdict(), { ...plain, colour: true });
    expect(renderFinal(brokenVerdict(), plain)).not.toContain('\u001b');
    expect(coloured).toContain('\u001b');
    // eslint-disable-next-line no-control-regex -- colours are control characters
    expect(coloured.replace(/\u001b\[\d+m/g, '').replace(' ✕ FAIL ', '✕ FAIL')).toBe(
      renderFinal(brokenVerdict(), plain),
    );
  });

  it.each([60, 80, 200])('keeps to %i columns', (width) => {
    const lines = renderFinal(brokenVerdict(), { colour: false, width }).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
  });
});
