import {
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { join } from 'node:path';

import { FormatRegistry } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';

import { ROUTES, type Route } from '../../core/api/routes';
import * as messages from '../messages';
import { keptEngines } from '../testing/kept-engines';
import { served, TOKEN } from '../testing/served';

jest.setTimeout(60_000);

const engineOf = keptEngines();
const serve = () => served(engineOf);
const HERE = 'notebook=test.ipynb';

FormatRegistry.Set('date-time', text => new Date(text).toISOString() === text);

describe('who is let in', () => {
  it.each([
    ['nobody', {}],
    ['a wrong token', { authorization: 'Bearer other' }],
    ['the token without its scheme', { authorization: TOKEN }],
    ['a prefix of it', { authorization: 'Bearer secre' }]
  ])(
    'refuses %s on every route',
    async (_, headers: Record<string, string>) => {
      const { app } = await serve();
      const all: Route[] = Object.values(ROUTES);
      for (const { method, path } of [
        ...all,
        { method: 'GET', path: '/openapi.json' },
        { method: 'GET', path: '/nothing' }
      ]) {
        const answer = await app.request(path, { method, headers });
        expect(answer.status).toBe(401);
        expect(await answer.json()).toEqual(messages.unauthorized());
      }
    }
  );

  it('refuses a page that made its name point here', async () => {
    const { ask } = await serve();
    const answer = await ask('GET', '/health', undefined, {
      host: 'evil.example:8888'
    });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toEqual(
      messages.wrongHost('evil.example:8888')
    );
    for (const host of ['localhost', '127.0.0.1:4321', '[::1]:80']) {
      const good = await ask('GET', '/health', undefined, { host });
      expect(good.status).toBe(200);
    }
  });
});

describe('the routes', () => {
  it('answer as the document says', async () => {
    const { ask, workspace } = await serve();
    const check = async (route: Route, answer: Response) => {
      expect(answer.status).toBe(route.status);
      const body = await answer.json();
      expect([...Value.Errors(route.response!, body)]).toEqual([]);
      return body;
    };
    const notebook = 'test.ipynb';
    await check(ROUTES.health, await ask('GET', '/health'));
    await check(ROUTES.analyse, await ask('POST', '/analyses', { notebook }));
    const started = await ask('POST', '/runs', { notebook });
    const { id } = await check(ROUTES.startRun, started);
    await workspace.settled(id);
    const run = await check(
      ROUTES.getRun,
      await ask('GET', `/runs/${id}?${HERE}`)
    );
    expect(run).toMatchObject({ state: 'succeeded', notebook });
    await check(ROUTES.listRuns, await ask('GET', `/runs?${HERE}`));
    const step = `/runs/${id}/steps/make_data`;
    const logs = `${step}/logs?${HERE}`;
    const lines = await check(ROUTES.getLogs, await ask('GET', logs));
    const last = await ask('GET', `${logs}&last=1`);
    expect(await check(ROUTES.getLogs, last)).toEqual(lines.slice(-1));
    expect((await ask('GET', `${logs}&last=0`)).status).toBe(400);
    await check(ROUTES.getReport, await ask('GET', `${step}/report?${HERE}`));
    const removed = await ask('DELETE', `/runs/${id}?${HERE}`);
    expect(removed.status).toBe(204);
    expect(await removed.text()).toBe('');
    expect((await ask('GET', `/runs/${id}?${HERE}`)).status).toBe(404);
  });

  it('give the runs of a notebook to its new path, and keep them there', async () => {
    const { ask, workspace, folder } = await serve();
    const run = async (notebook: string) => {
      writeFileSync(join(folder, notebook), '{}');
      const { id } = await (await ask('POST', '/runs', { notebook })).json();
      await workspace.settled(id);
    };
    const runs = async (notebook: string) => {
      const query = `notebook=${encodeURIComponent(notebook)}`;
      const { items } = await (await ask('GET', `/runs?${query}`)).json();
      return items.map((item: { number: number }) => item.number);
    };
    const move = async (from: string, notebook: string) => {
      const answer = await ask('POST', '/runs/move', { from, notebook });
      expect(answer.status).toBe(200);
      return answer.json();
    };
    await run('test.ipynb');
    await run('test.ipynb');
    expect(await move('test.ipynb', 'copy.ipynb')).toEqual({ runs: 0 });
    expect(await runs('test.ipynb')).toEqual([2, 1]);
    rmSync(join(folder, 'test.ipynb'));
    const moved = 'sub folder/ä.ipynb';
    expect(await move('test.ipynb', moved)).toEqual({ runs: 2 });
    expect(await runs('test.ipynb')).toEqual([]);
    expect(await runs(moved)).toEqual([2, 1]);
    // Another one took the name, ran, and goes the same way.
    await run('test.ipynb');
    rmSync(join(folder, 'test.ipynb'));
    expect(await move('test.ipynb', moved)).toEqual({ runs: 1 });
    expect(await runs(moved)).toEqual([3, 2, 1]);
    expect((await move('gone.ipynb', moved)).runs).toBe(0);
    const out = { from: '../x.ipynb', notebook: moved };
    expect((await ask('POST', '/runs/move', out)).status).toBe(403);
  });

  it('are all in the document, whose references lead somewhere', async () => {
    const { ask } = await serve();
    const document = await (await ask('GET', '/openapi.json')).json();
    const operations = Object.entries<object>(document.paths).flatMap(
      ([path, methods]) =>
        Object.keys(methods).map(method => `${method.toUpperCase()} ${path}`)
    );
    expect(operations.sort()).toEqual(
      Object.values<Route>(ROUTES)
        .map(({ method, path }) => `${method} ${path}`)
        .sort()
    );
    const references = JSON.stringify(document).match(/#\/components[^"]+/g);
    expect(references?.length).toBeGreaterThan(10);
    references?.forEach(reference => {
      const found = reference
        .slice(2)
        .split('/')
        .reduce((value, key) => value?.[key], document);
      expect(found).toBeDefined();
    });
  });

  it.each([
    ['a body that is not JSON', 'POST', '/runs', '{', /not JSON/],
    ['a field that is missing', 'POST', '/runs', {}, /body notebook/],
    [
      'a field of another type',
      'POST',
      '/runs',
      { notebook: 'test.ipynb', until: 7 },
      /body until/
    ],
    ['no notebook', 'GET', '/runs', undefined, /query notebook/],
    ['a page too long', 'GET', `/runs?${HERE}&limit=501`, undefined, /limit/],
    [
      'a number that is none',
      'GET',
      `/runs?${HERE}&limit=x`,
      undefined,
      /limit/
    ],
    [
      'a cursor of its own making',
      'GET',
      `/runs?${HERE}&next=x`,
      undefined,
      /next/
    ]
  ])('say what is wrong with %s', async (_, method, path, body, said) => {
    const { ask } = await serve();
    const answer = await ask(method, path, body);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    const problem = await answer.json();
    expect([...Value.Errors(ROUTES.health.response, problem)]).not.toEqual([]);
    expect(problem).toMatchObject({ code: 'bad_request', status: 400 });
    expect(problem.detail).toMatch(said);
  });

  it.each(['../outside.ipynb', '/etc/passwd', 'a/../../x.ipynb'])(
    'refuse %s, which lies outside of what is served',
    async notebook => {
      const { ask } = await serve();
      for (const answer of [
        await ask('POST', '/analyses', { notebook }),
        await ask('POST', '/runs', { notebook }),
        await ask('GET', `/events?${new URLSearchParams({ notebook })}`)
      ]) {
        expect(answer.status).toBe(403);
        expect(await answer.json()).toEqual(messages.outsideRoot(notebook));
      }
    }
  );

  it('tell a missing notebook from one that is none', async () => {
    const { ask, folder } = await serve();
    const missing = await ask('POST', '/runs', { notebook: 'no.ipynb' });
    expect(missing.status).toBe(404);
    writeFileSync(join(folder, 'odd.ipynb'), '{');
    const odd = await ask('POST', '/runs', { notebook: 'odd.ipynb' });
    expect(odd.status).toBe(422);
    expect((await odd.json()).code).toBe('notebook_unreadable');
  });

  it('leave no store behind where nothing could run', async () => {
    const { ask, folder } = await serve();
    mkdirSync(join(folder, 'other', '.git'), { recursive: true });
    for (const notebook of ['other/no.ipynb', 'nowhere/no.ipynb']) {
      const answer = await ask('POST', '/runs', { notebook });
      expect(answer.status).toBe(404);
    }
    expect(existsSync(join(folder, 'nowhere'))).toBe(false);
    expect(readdirSync(join(folder, 'other'))).toEqual(['.git']);
  });

  it('refuse a parameter of another type, naming it', async () => {
    const { ask } = await serve();
    const answer = await ask('POST', '/runs', {
      notebook: 'test.ipynb',
      parameters: { rate: 'fast' }
    });
    expect(answer.status).toBe(422);
    expect((await answer.json()).detail).toMatch(/rate.*float.*"fast"/);
  });
});
