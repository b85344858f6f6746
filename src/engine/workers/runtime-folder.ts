import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A private copy of the part of our Python package that steps need. The interpreter of a
 * kernel sees this folder only, and none of the packages installed beside ours.
 */
export class RuntimeFolder {
  private folder: string | null = null;

  /** `source` is the folder of the package: it holds `__init__.py` and `runtime/`. */
  constructor(private readonly source: string) {}

  get isThere(): boolean {
    return existsSync(join(this.source, 'runtime', '__main__.py'));
  }

  /** The folder to put on the path; made on first use. */
  path(): string {
    if (this.folder === null) {
      const folder = mkdtempSync(join(tmpdir(), 'kalette-runtime-'));
      const target = join(folder, 'kalette');
      cpSync(join(this.source, 'runtime'), join(target, 'runtime'), {
        recursive: true,
        filter: path => !path.endsWith('__pycache__')
      });
      cpSync(join(this.source, '__init__.py'), join(target, '__init__.py'));
      this.folder = folder;
    }
    return this.folder;
  }

  remove(): void {
    if (this.folder !== null) {
      rmSync(this.folder, { recursive: true, force: true });
      this.folder = null;
    }
  }
}
