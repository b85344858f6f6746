import type { Problem } from '../core/api/types';

/** The engine does not do what it was asked; carries what the client is told. */
export class Refusal extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
    this.name = 'Refusal';
  }
}
