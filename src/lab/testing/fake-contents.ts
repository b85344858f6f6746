import type { Contents } from '@jupyterlab/services';

/** A served folder in memory: what listing and saving need. */
export class FakeContents {
  /** Content of each file by its path; `null` for a folder. */
  readonly files = new Map<string, unknown>();

  /** As what asks for a contents manager takes it. */
  get manager(): Contents.IManager {
    return this as unknown as Contents.IManager;
  }

  async get(folder: string): Promise<object> {
    const parent = folder === '' ? '' : `${folder}/`;
    const names = [...this.files.keys()]
      .filter(path => path.startsWith(parent))
      .map(path => path.slice(parent.length))
      .filter(name => name !== '' && !name.includes('/'));
    return { content: names.map(name => ({ name })) };
  }

  async save(
    path: string,
    { content = null }: Partial<Contents.IModel>
  ): Promise<void> {
    this.files.set(path, content);
  }
}
