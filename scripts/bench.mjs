// Prints, in one run: the analysis of two notebooks beside CPython's own parser and symbol table,
// in Node and in Chromium, and the cost of a pipeline step beside a plain Python process doing the same work.
import { analysisBench } from './bench/analysis.mjs';
import { chainBench } from './bench/chain.mjs';
import { chromiumBench } from './bench/chromium.mjs';

await analysisBench(1000);
await chromiumBench(1000);
await chainBench(10);
