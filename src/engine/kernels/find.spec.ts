import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { findInterpreter, listKernels } from './find';

const folder = mkdtempSync(join(tmpdir(), 'kalette-kernels-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function prefix(name: string): string {
  const path = join(folder, name);
  mkdirSync(join(path, 'bin'), { recursive: true });
  writeFileSync(join(path, 'bin', 'python'), '');
  return path;
}

function addKernel(data: string, name: string, spec: unknown): void {
  const path = join(data, 'kernels', name);
  mkdirSync(path, { recursive: true });
  writeFileSync(
    join(path, 'kernel.json'),
    typeof spec === 'string' ? spec : JSON.stringify(spec)
  );
}

const python = (argv0: string) => ({
  argv: [argv0, '-m', 'ipykernel_launcher', '-f', '{connection_file}'],
  display_name: 'Mine',
  language: 'python',
  env: { A: '1' }
});

const environment = prefix('environment');
const other = prefix('other');
const user = join(folder, 'user');
const env = {
  PATH: '',
  JUPYTER_DATA_DIR: user,
  KALETTE_PYTHON: join(environment, 'bin', 'python')
};

it('finds the interpreter that a kernel names', () => {
  addKernel(user, 'absolute', python(join(other, 'bin', 'python')));
  expect(findInterpreter('absolute', env)).toEqual({
    name: 'absolute',
    displayName: 'Mine',
    language: 'python',
    python: join(other, 'bin', 'python'),
    env: { A: '1' }
  });
  expect(findInterpreter('ABSOLUTE', env)).toMatchObject({ name: 'absolute' });
});

it('takes a bare python for that of the environment the kernel lies in', () => {
  addKernel(join(other, 'share', 'jupyter'), 'bare', python('python'));
  expect(
    findInterpreter('bare', {
      ...env,
      JUPYTER_PATH: join(other, 'share', 'jupyter')
    })
  ).toMatchObject({ python: join(other, 'bin', 'python') });
});

it('falls back to the Python that started us, for python3 only', () => {
  expect(findInterpreter(null, env)).toMatchObject({
    name: 'python3',
    python: env.KALETTE_PYTHON
  });
  expect(findInterpreter('missing', env)).toEqual({
    kind: 'missing',
    known: expect.arrayContaining(['absolute'])
  });
});

it('prefers the environment to the user where there is one', () => {
  addKernel(user, 'python3', python(join(other, 'bin', 'python')));
  const data = join(environment, 'share', 'jupyter');
  addKernel(data, 'python3', python('python'));
  expect(findInterpreter('python3', env)).toMatchObject({
    python: join(other, 'bin', 'python')
  });
  writeFileSync(join(environment, 'pyvenv.cfg'), '');
  expect(findInterpreter('python3', env)).toMatchObject({
    python: env.KALETTE_PYTHON
  });
  const names = listKernels(env).map(({ name }) => name);
  expect(names.filter(name => name === 'python3')).toHaveLength(1);
});

it('says what is wrong with a kernel that cannot run steps', () => {
  addKernel(user, 'ir', { argv: ['R'], display_name: 'R', language: 'R' });
  expect(findInterpreter('ir', env)).toEqual({
    kind: 'language',
    language: 'r'
  });
  addKernel(user, 'gone', python('/nowhere/bin/python'));
  expect(findInterpreter('gone', env)).toMatchObject({ kind: 'broken' });
  addKernel(user, 'wrapped', { ...python('conda'), argv: ['conda', 'run'] });
  expect(findInterpreter('wrapped', env)).toMatchObject({ command: 'conda' });
  addKernel(user, 'garbage', '{');
  expect(findInterpreter('garbage', env)).toMatchObject({ kind: 'broken' });
});
