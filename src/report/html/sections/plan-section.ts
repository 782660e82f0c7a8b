import type { RunEvent } from '../../../core/wire/events.ts';
import type { Plan, PlannedFault } from '../../../core/wire/plan.ts';
import { floorLines } from '../../words/floor.ts';
import { gateLines } from '../../words/gate-lines.ts';
import { formatClock, formatCount, formatInstant, formatSeconds } from '../../words/format.ts';
import { plannedLoadText } from '../../words/load-words.ts';
import { markup, type Markup } from '../markup.ts';

const fact = (term: string, text: string): Markup => markup`<div><dt>${term}</dt><dd>${text}</dd></div>`;

const faultText = (fault: PlannedFault): string => {
  const attributes = Object.entries(fault.attributes).map(([name, value]) => `${name} ${value}`);
  const toxicity = fault.toxicity === 1 ? [] : [`${fault.toxicity * 100} % of connections`];
  return [
    `${fault.name}: ${fault.kind} on ${fault.target}, at ${formatClock(fault.atSeconds)} for ${formatSeconds(fault.durationSeconds)}`,
    ...attributes,
    ...toxicity,
  ].join(', ');
};

const shopText = ({ shop }: Plan): string =>
  shop.kind === 'external'
    ? 'external'
    : [`reference, ${shop.profile ?? 'no'} profile`, ...shop.defects.map((defect) => `defect ${defect}`)].join(', ');

const limits = ({ descriptorsPerProcess, ephemeralPorts }: Plan['environment']): Markup | null =>
  descriptorsPerProcess === undefined || ephemeralPorts === undefined
    ? null
    : fact(
        'Limits',
        `${descriptorsPerProcess === null ? 'no limit on' : formatCount(descriptorsPerProcess)} descriptors a process, ${ephemeralPorts === null ? 'an unknown number of' : formatCount(ephemeralPorts)} local ports`,
      );

const experiment = ({ experiment: planned }: Plan): Markup =>
  planned === null
    ? markup`<p>No experiment: no fault was planned.</p>`
    : markup`<h3>${planned.title}</h3><p>${planned.hypothesis}</p><ul class="plain">${planned.faults.map((fault) => markup`<li>${faultText(fault)}</li>`)}</ul>${planned.runbook === null ? null : markup`<p class="muted">Runbook: ${planned.runbook}</p>`}`;

/** What was planned, and on what it ran: enough to run it again. */
export const planSection = (plan: Plan, events: readonly RunEvent[]): Markup => {
  const { load, environment } = plan;
  const thinkTime = `median ${formatSeconds(load.thinkTimeMedianSeconds)}, sigma ${load.thinkTimeSigma}`;
  return markup`<section id="plan"><h2>Plan and environment</h2>
${experiment(plan)}
<dl class="facts">
${fact('Run', plan.runId)}${fact('Planned', formatInstant(plan.createdAt))}${fact('Seed', String(plan.seed))}
${fact('Scenario', plan.scenario.name)}${fact('Steps', plan.scenario.steps.join(' → '))}${fact('Shop', shopText(plan))}${fact('Adapter', plan.shop.adapter)}
${fact('Load at the peak', plannedLoadText(load))}${fact('Plateau', `${formatClock(plan.timing.plateauStartSeconds)} to ${formatClock(plan.timing.rampDownStartSeconds)}`)}
${fact('Host VUs and workers', `${load.hosts} and ${load.workers}`)}${fact('Connections', load.connections === 'perUser' ? 'one per virtual user' : 'shared')}
${fact('Think time', thinkTime)}${fact('Patience', formatSeconds(load.patienceSeconds))}
${fact('Machine', `${environment.machine}, ${environment.cpus} CPUs, ${formatCount(environment.memoryMiB)} MiB`)}${limits(environment)}${fact('Versions', `Peakproof ${plan.peakproofVersion}, Node ${environment.nodeVersion}`)}
${fact(
  'Targets',
  Object.entries(plan.targets)
    .map(([target, proxy]) => `${target} (${proxy})`)
    .join(', '),
)}${gateLines(plan, events).map(({ what, found }) => fact(what, found))}${floorLines(events).map(({ what, figures }) => fact(what, figures))}
</dl></section>`;
};
