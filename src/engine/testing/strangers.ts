import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Folders of a test, and people with keys of their own. */
export interface Strangers {
  /** A new empty folder; its name begins with what is given. */
  readonly folder: (name: string) => string;
  /** From now on new services belong to somebody with keys of their own. */
  readonly asSomebodyElse: () => void;
}

/** What is made is removed after each test of the file. Call it once, outside of the tests. */
export function keptStrangers(): Strangers {
  const home = process.env.XDG_CONFIG_HOME;
  const made: string[] = [];
  const folder = (name: string) => {
    const path = mkdtempSync(join(tmpdir(), `kalette-${name}-`));
    made.push(path);
    return path;
  };
  afterEach(() => {
    if (home === undefined) {
      delete process.env.XDG_CONFIG_HOME;
    } else {
      process.env.XDG_CONFIG_HOME = home;
    }
    made.splice(0).forEach(path => rmSync(path, { recursive: true }));
  });
  return {
    folder,
    asSomebodyElse: () => {
      process.env.XDG_CONFIG_HOME = folder('keys');
    }
  };
}
