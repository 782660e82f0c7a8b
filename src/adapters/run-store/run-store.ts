import { appendFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runEventSchema, type RunEvent } from '../../core/wire/events.ts';
import { resourceLineSchema, type ResourceLine } from '../../core/wire/resources.ts';
import type { RunStore } from '../../ports.ts';
import { readEvidence } from './read-evidence.ts';
import { resourcesFile } from './read-resources.ts';
import { sealFile, sealOf } from './seal.ts';

/** Appends one event to the run's `events.ndjson`: one write a line, so that two writers do not mix. */
export const appendEventTo = (folder: string, event: RunEvent): void =>
  appendFileSync(path.join(folder, 'events.ndjson'), `${JSON.stringify(runEventSchema.parse(event))}\n`);

/** Appends what the shop used at one instant to the run's `resources.ndjson`. */
const appendResourcesTo = (folder: string, line: ResourceLine): void =>
  appendFileSync(path.join(folder, resourcesFile), `${JSON.stringify(resourceLineSchema.parse(line))}\n`);

/** Whole or not at all: a reader never sees half a document. */
const writeWhole = (folder: string, file: string, text: string): void => {
  const target = path.join(folder, file);
  writeFileSync(`${target}.tmp`, text);
  renameSync(`${target}.tmp`, target);
};

const asDocument = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** The evidence of one run as files in a folder, which is made if it is not there. */
export const openRunStore = (folder: string): RunStore => {
  mkdirSync(folder, { recursive: true });
  return {
    folder,
    appendResources: (line) => appendResourcesTo(folder, line),
    appendEvent: (event) => appendEventTo(folder, event),
    writePlan: (plan) => writeWhole(folder, 'plan.json', asDocument(plan)),
    writeBudgets: (budgets) => writeWhole(folder, 'budgets.json', asDocument(budgets)),
    writeAudit: (audit) => writeWhole(folder, 'audit.json', `${JSON.stringify(audit)}\n`),
    writeVerdict: (verdict) => writeWhole(folder, 'verdict.json', asDocument(verdict)),
    writeText: (fileName, text) => writeWhole(folder, fileName, text),
    seal: (runId) => writeWhole(folder, sealFile, asDocument(sealOf(folder, runId))),
    readEvidence: () => readEvidence(folder),
  };
};
