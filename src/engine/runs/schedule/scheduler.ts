/** What a step takes while it runs. */
export interface Demand {
  /** Cores; may be a fraction. */
  readonly cpu: number;
  /** Bytes. */
  readonly memory: number;
  readonly gpu: number;
}

/** A step that could start now. */
export interface ReadyStep {
  readonly run: string;
  readonly step: string;
  readonly demand: Demand;
  /** Expected seconds from its start to the end of the longest chain below it. */
  readonly remaining: number;
  /** When its run was made, for ties. */
  readonly created: number;
  readonly position: number;
  /** When it became ready. */
  readonly since: number;
}

/** What the scheduler looks at; times are milliseconds. */
export interface Situation {
  readonly slots: Demand;
  readonly running: readonly Demand[];
  readonly ready: readonly ReadyStep[];
  readonly now: number;
}

/** Steps in a run that wait longer than this are not overtaken by smaller ones any more. */
export const RESERVE_MS = 60_000;

/** Most steps that run at once, whatever they ask. */
export const MOST_RUNNING = 64;

/**
 * Which steps start now, in this order. Longest remaining path first; a step larger than the
 * machine runs alone; one that asks for more GPUs than there are never starts.
 */
export function decide({ slots, running, ready, now }: Situation): ReadyStep[] {
  const started: ReadyStep[] = [];
  let free = running.reduce(without, slots);
  let count = running.length;
  for (const step of [...ready].sort((a, b) => compare(a, b, now))) {
    const demand = atMost(step.demand, slots);
    if (count < MOST_RUNNING && fits(demand, free)) {
      started.push(step);
      free = without(free, demand);
      count++;
    } else if (now - step.since > RESERVE_MS && step.demand.gpu <= slots.gpu) {
      break;
    }
  }
  return started;
}

/** What a step really takes of the machine: one that asks for more than all has all. */
export function atMost(demand: Demand, slots: Demand): Demand {
  return {
    cpu: Math.min(demand.cpu, slots.cpu),
    memory: Math.min(demand.memory, slots.memory),
    gpu: demand.gpu
  };
}

function compare(a: ReadyStep, b: ReadyStep, now: number): number {
  const isOld = (step: ReadyStep) => Number(now - step.since > RESERVE_MS);
  return (
    isOld(b) - isOld(a) ||
    b.remaining - a.remaining ||
    a.created - b.created ||
    a.position - b.position ||
    (a.step < b.step ? -1 : 1)
  );
}

function fits(demand: Demand, free: Demand): boolean {
  return (
    demand.cpu <= free.cpu + 1e-9 &&
    demand.memory <= free.memory &&
    demand.gpu <= free.gpu
  );
}

function without(free: Demand, demand: Demand): Demand {
  return {
    cpu: free.cpu - demand.cpu,
    memory: free.memory - demand.memory,
    gpu: free.gpu - demand.gpu
  };
}
