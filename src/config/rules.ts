import type { Problem } from '../core/errors.ts';
import { isLoopback } from '../core/loopback.ts';
import { validateFaultAttributes } from '../core/fault-kinds.ts';
import { addressesOf } from './auditor-schema.ts';
import { familyOf, loadPlace } from '../core/fault-family.ts';
import { shopServices, shopTargets, shopUpstreams } from '../core/reference-shop.ts';
import { blastProblems } from './blast-rules.ts';
import { checkBudgetsAgainstPlan } from './budgets-file.ts';
import { expandFaults, startProblems } from './expand-faults.ts';
import type { WrittenFault } from './experiment.ts';
import type { ScenarioFacts } from './scenarios.ts';
import type { LoadedInput, Settings, ShopSettings } from './settings.ts';

/** Targets of the reference shop; its Toxiproxy proxies have the same names. */
export const referenceTargets: Readonly<Record<string, string>> = Object.fromEntries(
  shopTargets.map((target) => [target, target]),
);

const hostProblems = ({ shop, allowedHosts, configFile, cutover }: Settings): Problem[] => {
  if (shop.kind !== 'external') return [];
  const places: [string, string | null][] = [
    ['baseUrl', shop.baseUrl],
    ['toxiproxy.url', shop.toxiproxyUrl],
    ...addressesOf(shop.auditor),
    ['services.url', shop.servicesUrl],
    ...Object.entries(shop.upstreams).map(([name, address]): [string, string] => [
      `toxiproxy.upstreams.${name}`,
      `tcp://${address}`,
    ]),
    ['resources.url', shop.resources?.url ?? null],
    ['cutover.next.baseUrl', cutover?.next.baseUrl ?? null],
    ...addressesOf(cutover?.next.auditor ?? null, 'cutover.next.auditor'),
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

const needsToxiproxy = ({ experiment, settings }: LoadedInput): boolean =>
  experiment === null
    ? settings.experimentName !== null
    : experiment.data.faults.some(({ kind }) => familyOf(kind) === 'toxic' || familyOf(kind) === 'proxy');

const shopProblems = (input: LoadedInput): Problem[] => {
  const { shop, adapterFile, configFile, experimentName } = input.settings;
  if (shop.kind !== 'external') return [];
  const problems: Problem[] = [];
  if (adapterFile === null)
    problems.push({
      file: configFile,
      path: 'shop',
      message: 'baseUrl needs the shop adapter: shop: "./scenarios/shops/mine.ts"',
    });
  if (needsToxiproxy(input) && shop.toxiproxyUrl === null)
    problems.push({
      file: configFile,
      path: 'toxiproxy',
      message: `the experiment ${experimentName ?? ''} needs a Toxiproxy: toxiproxy: { url, targets }`,
    });
  return problems;
};

/** What a fault of a kind may be put on; null: only the shop itself can tell. */
const targetsFor = (
  kind: string,
  shop: ShopSettings,
): { readonly names: readonly string[]; readonly none: string } | null => {
  const isReference = shop.kind === 'reference';
  switch (familyOf(kind)) {
    case 'load':
      return { names: [loadPlace], none: '' };
    case 'service': {
      const none = 'none: services.url is not in the configuration';
      if (!isReference) return shop.servicesUrl === null ? { names: [], none } : null;
      return { names: Object.keys(shopServices).filter((name) => shopServices[name]?.includes(kind)), none };
    }
    default:
      return {
        names: Object.keys(isReference ? referenceTargets : shop.targets),
        none: 'none: toxiproxy.targets is empty',
      };
  }
};

const upstreamProblem = (to: string | number, shop: ShopSettings): Omit<Problem, 'file' | 'path'> | null => {
  const names: readonly string[] = shop.kind === 'reference' ? shopUpstreams : Object.keys(shop.upstreams);
  if (names.includes(String(to))) return null;
  const allowed = names.join(', ') || 'none: toxiproxy.upstreams is empty';
  return { message: 'unknown upstream', received: String(to), allowed };
};

/** Steps that the expectations of a fault name, each with its path. */
const stepsNamedIn = ({ expect }: WrittenFault): [string, string][] => [
  ...(expect?.holds ?? []).map(({ step }, index): [string, string] => [`holds[${index}].step`, step]),
  ...(expect?.neverFails ?? []).map((step, index): [string, string] => [`neverFails[${index}]`, step]),
  ...(expect?.recovery ?? []).map(({ step }, index): [string, string] => [`recovery[${index}].step`, step]),
];

const experimentProblems = ({ experiment, settings }: LoadedInput, scenario: ScenarioFacts): Problem[] => {
  if (experiment === null) return [];
  const seen = new Set<string>();
  const ofFaults = experiment.data.faults.flatMap((fault, index) => {
    const problems: Problem[] = [];
    const where = `faults[${index}]`;
    const { file } = experiment;
    if (seen.has(fault.name))
      problems.push({ file, path: `${where}.name`, message: 'two faults of one name', received: fault.name });
    seen.add(fault.name);
    const targets = targetsFor(fault.kind, settings.shop);
    if (targets !== null && !targets.names.includes(fault.target))
      problems.push({
        file,
        path: `${where}.target`,
        message: `unknown target for ${fault.kind}`,
        received: fault.target,
        allowed: targets.names.join(', ') || targets.none,
      });
    const to = fault.attributes?.['to'];
    const unknownUpstream = to === undefined ? null : upstreamProblem(to, settings.shop);
    if (unknownUpstream !== null) problems.push({ file, path: `${where}.attributes.to`, ...unknownUpstream });
    for (const message of validateFaultAttributes(fault.kind, fault.attributes ?? {}))
      problems.push({ file, path: `${where}.attributes`, message });
    if (fault.kind === 'surge' && 'after' in fault.start)
      problems.push({
        file,
        path: `${where}.start`,
        message: 'a surge is part of the load, which is planned beforehand',
        allowed: '{ afterSteady } or { at }',
      });
    for (const [path, step] of stepsNamedIn(fault))
      if (!scenario.steps.includes(step))
        problems.push({
          file,
          path: `${where}.expect.${path}`,
          message: 'there is no such step in this run',
          received: step,
          allowed: scenario.steps.join(', '),
        });
    return problems;
  });
  return [
    ...ofFaults,
    ...startProblems(experiment.data.faults, experiment.file),
    ...blastProblems(experiment.data.faults, settings.blast, experiment.file),
  ];
};

const stopProblems = ({ settings }: LoadedInput, { steps }: ScenarioFacts): Problem[] =>
  settings.stopWhen.flatMap((condition, index) =>
    condition.kind === 'latency' && !steps.includes(condition.step)
      ? [
          {
            file: settings.configFile,
            path: `stopWhen[${index}].step`,
            message: 'the scenario has no such step',
            received: condition.step,
            allowed: steps.join(', '),
          },
        ]
      : [],
  );

/**
 * What a schema cannot see: rules between the parts of the input.
 * @returns every problem at once.
 */
export const checkRules = (input: LoadedInput, scenario: ScenarioFacts): readonly Problem[] => [
  ...hostProblems(input.settings),
  ...shopProblems(input),
  ...experimentProblems(input, scenario),
  ...stopProblems(input, scenario),
  ...checkBudgetsAgainstPlan(input.budgets.budgets, {
    steps: scenario.steps,
    faults: input.experiment === null ? [] : expandFaults(input.experiment.data).map((fault) => fault.name),
    file: input.budgetsOrigin,
  }),
];
