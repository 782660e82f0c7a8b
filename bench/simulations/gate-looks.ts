import { decideShare, sampleShare } from '../../src/core/share/good-share.ts';
import { risksAtLook, type Risks } from '../../src/core/share/risks.ts';
import { seededDraws, wanderingSeconds } from '../../src/core/testing/random-draws.ts';
import { table, type Table } from '../benchmark.ts';

/** Looks at a plateau of 180 to 360 s, as the gate profile takes them. */
const looksAtSeconds = [180, 240, 300, 360];
/** Budgets of a gate with the defaults: five latencies, an error share, downtime, two recoveries that it has not. */
const findings = 9;
const wander = { sigma: 0.35, correlationSeconds: 10 };

interface Rule {
  readonly risks: (number: number, looks: number) => Risks;
  readonly withNeighbours: boolean;
}
const asBuilt: Rule = { risks: risksAtLook, withNeighbours: true };
const rules: Readonly<Record<string, Rule>> = {
  'as built': asBuilt,
  'neighbouring batches taken as independent': { risks: risksAtLook, withNeighbours: false },
  'nothing spent besides: 5 % and 1 % at every look': { risks: () => risksAtLook(1, 1), withNeighbours: false },
};

interface GateCase {
  readonly allowance: number;
  readonly attemptsPerSecond: number;
  /** True bad share over the allowance. */
  readonly ofAllowance: number;
  readonly sigma: number;
}

/** One gate on one budget: the look that decided, and how; the last look where none did. */
const gateOnce = ({ risks: risksAt, withNeighbours }: Rule, gate: GateCase, seed: number) => {
  const { allowance, attemptsPerSecond, ofAllowance, sigma } = gate;
  const counts = wanderingSeconds(seededDraws(seed), {
    seconds: looksAtSeconds.at(-1) ?? 0,
    attemptsPerSecond,
    badShare: ofAllowance * allowance,
    ...wander,
    sigma,
  });
  for (const [index, toSeconds] of looksAtSeconds.entries()) {
    const risks = risksAt(index + 1, looksAtSeconds.length);
    const sample = sampleShare(counts, [{ fromSeconds: 0, toSeconds }], withNeighbours);
    const outcome = decideShare(sample, allowance, risks.fail / findings, risks.pass);
    if (outcome !== 'inconclusive') return { outcome, seconds: toSeconds };
  }
  return { outcome: 'inconclusive', seconds: looksAtSeconds.at(-1) ?? 0 };
};

const rowOf = (name: string, rule: Rule, gate: GateCase, gates: number) => {
  const results = Array.from({ length: gates }, (_, index) => gateOnce(rule, gate, index + 1));
  const share = (outcome: string) => results.filter((result) => result.outcome === outcome).length / gates;
  return {
    rule: name,
    ...gate,
    passRatio: share('pass'),
    failRatio: share('fail'),
    inconclusiveRatio: share('inconclusive'),
    meanSeconds: results.reduce((sum, { seconds }) => sum + seconds, 0) / gates,
  };
};

const columns = {
  rule: 'rule',
  allowance: 'allowance',
  attemptsPerSecond: 'attempts a second',
  ofAllowance: 'true share / allowance',
  sigma: 'sigma of its wander',
  passRatio: 'pass',
  failRatio: 'fail',
  inconclusiveRatio: 'not decided',
  meanSeconds: 'plateau, mean, s',
};

/** How often a gate is wrong at the edge, and how soon it is right beside it. */
export const gateTables = (gates: number, say: (text: string) => void): Table[] => {
  const atEdge = [
    { allowance: 0.05, attemptsPerSecond: 3, ofAllowance: 1, sigma: 0 },
    { allowance: 0.05, attemptsPerSecond: 3, ofAllowance: 1, sigma: wander.sigma },
    { allowance: 0.05, attemptsPerSecond: 14, ofAllowance: 1, sigma: wander.sigma },
    { allowance: 0.01, attemptsPerSecond: 3, ofAllowance: 1, sigma: wander.sigma },
    { allowance: 0.01, attemptsPerSecond: 14, ofAllowance: 1, sigma: wander.sigma },
  ];
  const beside = [
    { allowance: 0.01, attemptsPerSecond: 3, ofAllowance: 0, sigma: 0 },
    { allowance: 0.05, attemptsPerSecond: 3, ofAllowance: 0.3, sigma: wander.sigma },
    { allowance: 0.05, attemptsPerSecond: 14, ofAllowance: 0.5, sigma: wander.sigma },
    { allowance: 0.05, attemptsPerSecond: 3, ofAllowance: 3, sigma: wander.sigma },
    { allowance: 0.01, attemptsPerSecond: 3, ofAllowance: 10, sigma: wander.sigma },
  ];
  say(`${gates} gates at each of ${atEdge.length + beside.length} true shares`);
  return [
    table(
      'A true share exactly at the allowance: §6 lets at most 5 % pass, and 1 % divided by the findings fail',
      columns,
      Object.entries(rules).flatMap(([name, rule]) => atEdge.map((gate) => rowOf(name, rule, gate, gates))),
    ),
    table(
      'Beside it',
      columns,
      beside.map((gate) => rowOf('as built', asBuilt, gate, gates)),
    ),
  ];
};
