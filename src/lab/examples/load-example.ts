import { URLExt } from '@jupyterlab/coreutils';
import { type Contents, ServerConnection } from '@jupyterlab/services';

/** A file of an example, by its path inside the example's folder. */
export interface IExampleFile {
  readonly path: string;
  readonly content: string;
}

/** Reads an example from the server. Rejects with a ResponseError. */
export async function loadExample(
  name: string,
  settings: ServerConnection.ISettings
): Promise<readonly IExampleFile[]> {
  const url = URLExt.join(
    settings.baseUrl,
    'kalette',
    'examples',
    encodeURIComponent(name)
  );
  const response = await ServerConnection.makeRequest(url, {}, settings);
  if (!response.ok) {
    throw await ServerConnection.ResponseError.create(response);
  }
  return (await response.json()) as readonly IExampleFile[];
}

/**
 * Writes an example into a new folder, never over anything, and gives the path of its
 * notebook; `null` when it has none.
 */
export async function writeExample(
  name: string,
  files: readonly IExampleFile[],
  parent: string,
  contents: Contents.IManager
): Promise<string | null> {
  const folder = await newFolder(name, parent, contents);
  for (const { path, content } of files) {
    await makeFolders(folder, path, contents);
    await contents.save(`${folder}/${path}`, modelOf(path, content));
  }
  const notebook = files.find(({ path }) => path.endsWith('.ipynb'));
  return notebook ? `${folder}/${notebook.path}` : null;
}

function modelOf(path: string, content: string): Partial<Contents.IModel> {
  return path.endsWith('.ipynb')
    ? { type: 'notebook', format: 'json', content: JSON.parse(content) }
    : { type: 'file', format: 'text', content };
}

async function newFolder(
  name: string,
  parent: string,
  contents: Contents.IManager
): Promise<string> {
  const listing = await contents.get(parent, {
    content: true,
    type: 'directory'
  });
  const taken = new Set(
    (listing.content as readonly Contents.IModel[]).map(entry => entry.name)
  );
  let free = name;
  for (let number = 2; taken.has(free); number++) {
    free = `${name}-${number}`;
  }
  return makeFolder(parent === '' ? free : `${parent}/${free}`, contents);
}

async function makeFolders(
  folder: string,
  path: string,
  contents: Contents.IManager
): Promise<void> {
  const parts = path.split('/').slice(0, -1);
  for (const [depth] of parts.entries()) {
    await makeFolder(
      [folder, ...parts.slice(0, depth + 1)].join('/'),
      contents
    );
  }
}

async function makeFolder(
  path: string,
  contents: Contents.IManager
): Promise<string> {
  await contents.save(path, { type: 'directory' });
  return path;
}
