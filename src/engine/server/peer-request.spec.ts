import { mkdtempSync } from 'node:fs';
import * as http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import * as messages from '../messages';
import { Refusal } from '../refusal';
import type { Owner } from '../store/lock';
import { forward, LEAVING, NotTaken, presenceOf } from './peer-request';

const open: http.Server[] = [];
afterEach(() =>
  open.splice(0).forEach(server => {
    server.close();
    server.closeAllConnections();
  })
);

function ownerAt(socket: string): Owner {
  const who = { host: 'h', boot: 'b', pid: 4711, pidStart: null };
  return { ...who, socket, token: 't' };
}

async function owner(listener: http.RequestListener): Promise<Owner> {
  const folder = mkdtempSync(join(tmpdir(), 'kalette-peer-'));
  const server = http.createServer(listener);
  open.push(server);
  const socket = join(folder, 'engine');
  await new Promise<void>(done => server.listen(socket, done));
  return ownerAt(socket);
}

function ask(to: Owner, method: string): Promise<Response> {
  const raw = new Request('http://engine/runs?limit=1', { method });
  return forward(to, '/root', raw, method === 'POST' ? { a: 1 } : undefined);
}

const leaves: http.RequestListener = (_, response) =>
  response.writeHead(503, { [LEAVING]: '1' }).end('{}');

describe('a request that is handed on', () => {
  it.each(['GET', 'POST'])('comes back with its answer: %s', async method => {
    const to = await owner((request, response) => {
      let body = '';
      request.on('data', part => (body += part));
      request.on('end', () =>
        response
          .writeHead(202, { 'content-type': 'application/json' })
          .end(JSON.stringify([request.url, request.method, body]))
      );
    });
    const answer = await ask(to, method);
    expect(answer.status).toBe(202);
    const body = method === 'POST' ? '{"a":1}' : '';
    expect(await answer.json()).toEqual(['/runs?limit=1', method, body]);
  });

  it.each(['GET', 'POST'])(
    'may be handed on again where nobody took it: %s',
    async method => {
      const gone = ownerAt(join(tmpdir(), 'kalette-nobody'));
      await expect(ask(gone, method)).rejects.toBeInstanceOf(NotTaken);
      const leaving = await owner(leaves);
      await expect(ask(leaving, method)).rejects.toBeInstanceOf(NotTaken);
    }
  );

  it('is not handed on twice when the owner died over it', async () => {
    const dying = await owner((request, response) =>
      request.on('data', () => response.destroy())
    );
    const reason = await ask(dying, 'POST').catch((found: unknown) => found);
    expect(reason).toBeInstanceOf(Refusal);
    expect(reason).toMatchObject({ problem: messages.engineLost(4711) });
  });

  it('may be handed on again when it only looks', async () => {
    const dying = await owner((_, response) => response.destroy());
    await expect(ask(dying, 'GET')).rejects.toBeInstanceOf(NotTaken);
    const cut = await owner((_, response) => {
      const headers = { 'content-type': 'application/json' };
      response.writeHead(200, headers).write('{"a":');
      setTimeout(() => response.destroy(), 20);
    });
    await expect(ask(cut, 'GET')).rejects.toBeInstanceOf(NotTaken);
  });
});

describe('an owner', () => {
  it('serves, leaves or is silent', async () => {
    const there = await owner((_, response) => response.end('{}'));
    expect(await presenceOf(there)).toBe('serves');
    expect(await presenceOf(await owner(leaves))).toBe('leaves');
    const broken = await owner((_, response) => response.destroy());
    expect(await presenceOf(broken)).toBe('silent');
    expect(await presenceOf(ownerAt('/nowhere'))).toBe('silent');
  });
});
