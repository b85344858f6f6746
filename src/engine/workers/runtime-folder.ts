import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';

import type { PrivateFolder } from '../private-folder';

// What steps need, what verifies them, what takes snapshots, and what their code calls.
const PARTS = ['runtime', 'verify', 'snapshots', 'kernel'];

/**
 * A private copy of the part of our Python package that steps need. The interpreter of a
 * kernel sees this folder only, and none of the packages installed beside ours.
 */
export class RuntimeFolder {
  private made: string | null = null;

  /** `source` is the folder of the package: it holds `__init__.py` and `runtime/`. */
  constructor(
    private readonly source: string,
    private readonly folder: PrivateFolder
  ) {}

  get isThere(): boolean {
    return existsSync(join(this.source, 'runtime', '__main__.py'));
  }

  /** The folder to put on the path; made on first use. */
  path(): string {
    if (this.made === null) {
      const made = join(this.folder.path, 'runtime');
      const target = join(made, 'kalette');
      for (const part of PARTS) {
        cpSync(join(this.source, part), join(target, part), {
          recursive: true,
          filter: path => !path.endsWith('__pycache__')
        });
      }
      for (const file of ['__init__.py', 'version.py']) {
        cpSync(join(this.source, file), join(target, file));
      }
      this.made = made;
    }
    return this.made;
  }
}
