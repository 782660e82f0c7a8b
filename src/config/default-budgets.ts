import type { Budget } from '../core/wire/budgets.ts';
import { budgetNameAt, type BudgetPlace } from './budget-place.ts';

/** Where the default budgets belong: the reference shop on this machine. */
export const referencePlace: BudgetPlace = { app: 'reference-shop', environment: 'local', scenario: 'black-friday' };

const named = (budget: Omit<Budget, 'name'>): Budget => ({ name: budgetNameAt(referencePlace, budget), ...budget });

const pageLoadMs = 1_100;
const orderProcessingMs = 2_800;
const backInServiceSeconds = 60;
const downtimeSeconds = 120;

const latencyP95 = (step: string, limit: number): Budget =>
  named({ indicator: 'latencyP95', step, phase: 'steady', fault: null, limit });

const serviceRecovery = (step: string): Budget =>
  named({ indicator: 'serviceRecovery', step, phase: null, fault: '*', limit: backInServiceSeconds });

/** The budgets that hold where nothing else is said: the figures of DESIGN §1, read as p95. */
export const defaultBudgets: readonly Budget[] = [
  ...['browse', 'search', 'product', 'cart'].map((step) => latencyP95(step, pageLoadMs)),
  latencyP95('checkout', orderProcessingMs),
  named({ indicator: 'errorShare', step: 'checkout', phase: 'steady', fault: null, limit: 0.01 }),
  serviceRecovery('browse'),
  serviceRecovery('checkout'),
  named({ indicator: 'downtime', step: null, phase: null, fault: null, limit: downtimeSeconds }),
];
