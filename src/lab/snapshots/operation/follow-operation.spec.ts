import { operationOf } from '../../../core/view/testing/snapshots';
import { FakeSnapshots } from '../../testing/fake-snapshots';
import { problemOf } from '../../testing/problems';
import { followOperation } from './follow-operation';

const SCOPE = { notebook: 'digits.ipynb' };

async function follow(
  client: FakeSnapshots,
  onLook: (abort: AbortController) => void = () => undefined
) {
  const abort = new AbortController();
  const seen = [];
  const options = { signal: abort.signal, wait: 1 };
  for await (const operation of followOperation(
    client,
    SCOPE,
    operationOf(),
    options
  )) {
    seen.push(`${operation.state} ${operation.done}`);
    onLook(abort);
  }
  return seen;
}

describe('followOperation', () => {
  it('looks until the operation is over', async () => {
    const client = new FakeSnapshots();
    client.course = [
      operationOf({ done: 3 }),
      operationOf({ done: 5, state: 'succeeded' })
    ];
    expect(await follow(client)).toEqual([
      'running 0',
      'running 3',
      'succeeded 5'
    ]);
  });

  it('waits for a server that is away, and stops when it forgot', async () => {
    const client = new FakeSnapshots();
    let looks = 0;
    await expect(
      follow(client, () => {
        const status = looks++ === 0 ? 0 : 404;
        client.problem = problemOf({ status, detail: `${status}` });
      })
    ).rejects.toThrow('404');
    expect(looks).toBe(2);
  });

  it('ends when nobody wants to know any more', async () => {
    const client = new FakeSnapshots();
    client.course = [operationOf()];
    expect(await follow(client, abort => abort.abort())).toEqual(['running 0']);
  });
});
