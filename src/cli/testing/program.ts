import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { main } from '../program';
import type { Pipeline } from '../../core/pipeline/types';
import { TOKEN_VARIABLE } from '../../engine/server/serve';
import { analyserOf } from '../../engine/testing/notebooks';

// The program as it is, but a notebook carries its Pipeline document in its metadata: so these
// tests say what the engine does with a pipeline, whatever the compiler makes of a notebook.
const folder = dirname(fileURLToPath(import.meta.url));
const token = process.env[TOKEN_VARIABLE];
delete process.env[TOKEN_VARIABLE];

const exit = await main(
  {
    version: 'test',
    packageFolder: join(folder, '..'),
    storeProgram: join(folder, 'store-thread.mjs'),
    createAnalyser: () => ({
      analyse: (content, file) =>
        analyserOf(
          (content as { metadata: { pipeline: Pipeline } }).metadata.pipeline
        )().analyse(content, file)
    })
  },
  process.argv.slice(2),
  token
);
process.exit(exit);
