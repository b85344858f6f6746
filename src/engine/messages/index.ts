/** Every text of the engine that a person may read, one function each. */
export * from './environment';
export * from './problems';
export * from './remarks';
export * from './step-errors';
export * from './snapshot-names';
export * from './snapshots';
export * from './store';
