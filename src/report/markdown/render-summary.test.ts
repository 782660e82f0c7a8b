import { expect, it } from 'vitest';
import { brokenVerdict, outageVerdict } from '../testing/outage-verdict.ts';
import { renderSummary } from './render-summary.ts';

it('a broken run', () => {
  const sound = brokenVerdict();
  const verdict = {
    ...sound,
    findings: sound.findings.filter((finding) => finding.phase !== 'steady'),
    recovery: sound.recovery.slice(3),
  };
  const links = [{ label: 'Report', url: 'https://ci.example/a b' }];
  expect(renderSummary({ verdict }, { links })).toMatchInlineSnapshot(`
    "## ❌ Fail: The shop failed: 12 units were oversold and checkout did not come back from the database outage.

    2,000 virtual users · 493 requests/s · 5,732 orders · $91,250 at risk · 2 min 40 s downtime · 6 min 26 s, ran to its end

    1. Oversold, 12 found: units were sold that the stock cannot fill. Mend this before any latency. Start from this one: SKU-004711 at hamburg: 9 units beyond 40.
    2. checkout · p95 latency · after came to 8.42 s against 2.80 s: its chart shows when it began, and what else happened then.
    3. Downtime came to 2 min 40 s against 2 min: the charts show when.
    4. checkout did not come back from database-outage while it was watched: look at reconnects, retries and pools after the heal.
    5. The load machine was too weak to judge a shop (CPU of the load generator): give it more CPU or fewer users, then run again. \`npx peakproof doctor\` says what it lacks.
    6. Judge again without a new run, perhaps with other budgets: \`npx peakproof gate black-friday-20261127-0800\`.

    ### Budgets

    | Outcome | Budget | Value | Interval | Limit | Samples | Why |
    |---|---|---|---|---|---|---|
    | ❌ Fail | checkout · p95 latency · after | 8.42 s | 7.90 s to beyond | 2.80 s | 1,944 | at least 29 % of the attempts were bad, 5 % are allowed |
    | ❌ Fail | whole run · downtime | 2 min 40 s | – | 2 min | 360 | checkout was in breach for 160 s, 120 s are allowed |
    | ⚠️ Inconclusive | cart · p95 latency · after | – | – | 1.10 s | 0 | no attempt in this phase |
    | ✅ Pass | browse · p95 latency · after | 131 ms | 127 ms to 136 ms | 1.10 s | 8,312 | at most 0.21 % of the attempts were bad, 5 % are allowed |
    | ✅ Pass | product · p95 latency · after | 169 ms | 164 ms to 176 ms | 1.10 s | 8,298 | at most 0.21 % of the attempts were bad, 5 % are allowed |
    | ℹ️ Advisory | search · p95 latency · after | 209 ms | 203 ms to 217 ms | 1.10 s | 5,561 | the phase is too short for an interval: 8 batches of 15 s are needed |

    ### Recovery

    | Outcome | Step and fault | Recovery | Limit | Onset | Recovered | Why |
    |---|---|---|---|---|---|---|
    | ❌ Fail | checkout after database-outage | \\> observed | 90 s | 2:31 | – | not back within 90 s; watched for 179 s |
    | ✅ Pass | cart after database-outage | 34 s | 90 s | 2:32 | 3:06 | back within 34 s of the onset; 90 s are allowed |

    database-outage: checkout down for 25 s, 179 orders lost beyond the usual, $13,425 at risk

    ### The books

    | Outcome | Invariant | Found | Put to the test | Why |
    |---|---|---|---|---|
    | ❌ Fail | Oversold | 12 | 6 SKUs sold out | 12 units of 2 SKUs were sold beyond the stock; SKU-004711 at hamburg: 9 units beyond 40; SKU-000815 at hamburg: 3 units beyond 25 |
    | ⚠️ Inconclusive | Double charges | 0 | 0 keys retried | no key was retried |
    | ✅ Pass | Lost orders | 0 | 5,732 orders acknowledged | none found |
    | ✅ Pass | Phantom orders | 0 | 5,732 orders acknowledged | none found |
    | ✅ Pass | Duplicate orders | 0 | 94 keys retried | none found |
    | ✅ Pass | Charged without order | 0 | 5,732 orders acknowledged | none found |
    | ✅ Pass | Ordered without charge | 0 | 5,732 orders acknowledged | none found |
    | ✅ Pass | Wrong amount | 0 | 5,732 orders acknowledged | none found |
    | ✅ Pass | Stranded stock | 0 | 1,611 orders acknowledged | none found |

    ### Can it be trusted?

    - ⚠️ Inconclusive CPU of the load generator: the machine was nearly full: 80 % is the most
    - ⚠️ \`timeline-w1.ndjson\` line 2,114 ends in the middle

    [Report](<https://ci.example/a%20b>)
    Run \`black-friday-20261127-0800\`, seed 20261127, exit code 1.
    "
  `);
});

it('says so where there was nothing to judge', () => {
  const summary = renderSummary({
    verdict: outageVerdict({ verdict: 'inconclusive', exitCode: 2, findings: [], recovery: [], invariants: [] }),
  });
  expect(summary).toContain('## ⚠️ Inconclusive:');
  expect(summary).toContain('No budget applied to this run.');
  expect(summary).toContain('No fault met a budgeted step.');
});

it('names a fault left behind', () =>
  expect(renderSummary({ verdict: outageVerdict({ faultsLeft: ['peakproof-x-outage'] }) })).toContain(
    '❌ `peakproof-x-outage` may still be in place',
  ));
