import { kernelNow } from './kernel-now';

/** An application in which no document is open. */
function appOf(running: Readonly<Record<string, string>>, isAway = false) {
  const answer = async <T>(value: T): Promise<T> => {
    if (isAway) {
      throw new Error('away');
    }
    return value;
  };
  const sessions = {
    refreshRunning: () => answer(undefined),
    findByPath: (path: string) =>
      answer(
        path in running && { kernel: { execution_state: running[path] } }
      ).then(found => found || undefined)
  };
  const shell = { widgets: () => [][Symbol.iterator]() };
  return { shell, serviceManager: { sessions } } as never;
}

describe('kernelNow', () => {
  it('is that of the notebook, though it is closed', async () => {
    const app = appOf({ 'eu/a.ipynb': 'busy', 'b.ipynb': 'idle' });
    expect(await kernelNow(app, 'eu/a.ipynb')).toBe('busy');
    expect(await kernelNow(app, 'b.ipynb')).toBe('idle');
    expect(await kernelNow(app, 'a.ipynb')).toBe('none');
  });

  it('is none where nobody can be asked', async () => {
    const app = appOf({ 'a.ipynb': 'busy' }, true);
    expect(await kernelNow(app, 'a.ipynb')).toBe('none');
  });
});
