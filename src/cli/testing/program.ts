import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { leave } from '../leave';
import { main } from '../program';
import type { Diagnostic } from '../../core/diagnostic';
import type { Pipeline } from '../../core/pipeline/types';
import { TOKEN_VARIABLE } from '../../engine/server/serve';
import { analyserOf } from '../../engine/testing/notebooks';

/** What the metadata of a notebook holds for this program, in place of what is compiled. */
interface Metadata {
  readonly pipeline: Pipeline | null;
  readonly diagnostics?: readonly Diagnostic[];
}

// The program as it is, but a notebook carries its Pipeline document in its metadata: so these
// tests say what the engine does with a pipeline, whatever the compiler makes of a notebook.
const folder = dirname(fileURLToPath(import.meta.url));
const token = process.env[TOKEN_VARIABLE];
delete process.env[TOKEN_VARIABLE];

const ownerMs = process.env.KALETTE_TEST_OWNER_MS;

const exit = await main(
  {
    ...(ownerMs !== undefined && { ownerMs: Number(ownerMs) }),
    version: 'test',
    packageFolder: process.env.KALETTE_TEST_PACKAGE ?? '',
    storeProgram: join(folder, 'store-thread.mjs'),
    createAnalyser: () => ({
      analyse: (content, file) => {
        const { metadata } = content as { metadata: Metadata };
        const { pipeline, diagnostics } = metadata;
        return analyserOf(pipeline, diagnostics)().analyse(content, file);
      }
    })
  },
  process.argv.slice(2),
  token
);
await leave(exit);
