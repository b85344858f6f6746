import byRule from '../corpus/by-rule.json';
import corpus from '../corpus/dataflow.json';
import own from '../corpus/own.json';
import type { Case } from './corpus';

/** Every notebook of the corpus. */
export const CASES = [
  ...corpus.cases,
  ...own.cases,
  ...byRule.cases
] as unknown as readonly Case[];
