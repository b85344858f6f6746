// Prints, in one run: the analysis of a generated notebook beside CPython's own parser and symbol
// table, and the cost of a pipeline step beside a plain Python process doing the same work.
import { analysisBench } from './bench/analysis.mjs';
import { chainBench } from './bench/chain.mjs';

await analysisBench(1000);
await chainBench(10);
