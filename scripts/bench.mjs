// Prints, in one run: the analysis of two notebooks beside CPython's own parser and symbol table,
// in Node and in Chromium, the cost of a pipeline step beside a plain Python process doing the
// same work, what a key takes in JupyterLab with Kalette and without, and snapshots beside restic
// and cp. For the analysis it says besides what the processor did, as a busy machine makes all else
// vary. Arguments choose some.
import { analysisBench } from './bench/analysis.mjs';
import { chainBench } from './bench/chain.mjs';
import { chromiumBench } from './bench/chromium.mjs';
import { snapshotsBench } from './bench/snapshots.mjs';
import { typingBench } from './bench/typing.mjs';

const BENCHES = {
  analysis: () => analysisBench(1000),
  chromium: () => chromiumBench(1000),
  chain: () => chainBench(10),
  typing: () => typingBench(500),
  snapshots: () => snapshotsBench()
};

const chosen = process.argv.slice(2);
for (const [name, bench] of Object.entries(BENCHES)) {
  if (chosen.length === 0 || chosen.includes(name)) {
    await bench();
  }
}
