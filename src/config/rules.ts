import type { Problem } from '../core/errors.ts';
import { isLoopback } from '../core/loopback.ts';
import { validateFaultAttributes } from '../core/fault-kinds.ts';
import { shopTargets } from '../core/reference-shop.ts';
import { checkBudgetsAgainstPlan } from './budgets-file.ts';
import type { ScenarioFacts } from './scenarios.ts';
import type { LoadedInput, Settings } from './settings.ts';

/** Targets of the reference shop; its Toxiproxy proxies have the same names. */
export const referenceTargets: Readonly<Record<string, string>> = Object.fromEntries(
  shopTargets.map((target) => [target, target]),
);

const hostProblems = ({ shop, allowedHosts, configFile }: Settings): Problem[] => {
  if (shop.kind !== 'external') return [];
  const places: [string, string | null][] = [
    ['baseUrl', shop.baseUrl],
    ['toxiproxy.url', shop.toxiproxyUrl],
    ['auditor.url', shop.auditUrl],
  ];
  return places.flatMap(([place, url]) => {
    if (url === null) return [];
    const host = new URL(url).hostname;
    if (isLoopback(host) || allowedHosts.includes(host)) return [];
    return [
      {
        file: configFile,
        path: place,
        message: `${host} is not on the list of hosts that may be touched`,
        received: url,
        allowed: ['loopback', ...allowedHosts].join(', ') + `; add it to allowedHosts if it is yours`,
      },
    ];
  });
};

const shopProblems = ({ shop, adapterFile, configFile, experimentName }: Settings): Problem[] => {
  if (shop.kind !== 'external') return [];
  const problems: Problem[] = [];
  if (adapterFile === null)
    problems.push({
      file: configFile,
      path: 'shop',
      message: 'baseUrl needs the shop adapter: shop: "./scenarios/shops/mine.ts"',
    });
  if (experimentName !== null && shop.toxiproxyUrl === null)
    problems.push({
      file: configFile,
      path: 'toxiproxy',
      message: `the experiment ${experimentName} needs a Toxiproxy: toxiproxy: { url, targets }`,
    });
  return problems;
};

const experimentProblems = ({ experiment, settings }: LoadedInput): Problem[] => {
  if (experiment === null) return [];
  const targets = Object.keys(settings.shop.kind === 'reference' ? referenceTargets : settings.shop.targets);
  const seen = new Set<string>();
  return experiment.data.faults.flatMap((fault, index) => {
    const problems: Problem[] = [];
    const where = `faults[${index}]`;
    const { file } = experiment;
    if (seen.has(fault.name))
      problems.push({ file, path: `${where}.name`, message: 'two faults of one name', received: fault.name });
    seen.add(fault.name);
    if (!targets.includes(fault.target))
      problems.push({
        file,
        path: `${where}.target`,
        message: 'unknown target',
        received: fault.target,
        allowed: targets.join(', ') || 'none: toxiproxy.targets is empty',
      });
    for (const message of validateFaultAttributes(fault.kind, fault.attributes ?? {}))
      problems.push({ file, path: `${where}.attributes`, message });
    return problems;
  });
};

/**
 * What a schema cannot see: rules between the parts of the input.
 * @returns every problem at once.
 */
export const checkRules = (input: LoadedInput, scenario: ScenarioFacts): readonly Problem[] => [
  ...hostProblems(input.settings),
  ...shopProblems(input.settings),
  ...experimentProblems(input),
  ...checkBudgetsAgainstPlan(input.budgets.budgets, {
    steps: scenario.steps,
    faults: input.experiment?.data.faults.map((fault) => fault.name) ?? [],
    file: input.budgetsOrigin,
  }),
];
