import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { version } from '../../package.json';
import { createAnalyser } from '../core/analyse';
import { TOKEN_VARIABLE } from '../engine/server/serve';
import { leave } from './leave';
import { main } from './program';

// This file lies in kalette/engine/; nothing else may ask where the program is.
const folder = dirname(fileURLToPath(import.meta.url));

// Steps inherit the environment, and the token is not for them.
const token = process.env[TOKEN_VARIABLE];
delete process.env[TOKEN_VARIABLE];

// A reader that went away, as `head` does, is no reason for a stack trace.
process.stdout.on('error', () => process.exit(0));

const exit = await main(
  {
    version: process.env.KALETTE_VERSION ?? version,
    packageFolder: join(folder, '..'),
    storeProgram: join(folder, 'store-thread.mjs'),
    createAnalyser
  },
  process.argv.slice(2),
  token
);
await leave(exit);
