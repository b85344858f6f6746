import { pipelineOf } from '../testing/notebooks';
import { differences, readAgain } from './reading';

const AGREED = { error: null, least: null, most: null };

describe('differences', () => {
  const of = (
    source: string,
    least: { bound: string[]; read: string[] },
    most = least
  ) => differences(source, { least, most });

  it('finds none where the interpreter has the same names', () => {
    const names = { bound: ['f', 'x'], read: ['g', 'y'] };
    expect(of('x = y\ndef f():\n    return g', names)).toEqual({
      bound: [],
      read: []
    });
  });

  it('names what only one of both has', () => {
    const names = { bound: ['z'], read: [] };
    expect(of('x = y', names)).toEqual({ bound: ['x', 'z'], read: ['y'] });
  });

  it('lets code that never runs, deletion and implicit names pass', () => {
    const none = { bound: [], read: [] };
    const most = { bound: ['x'], read: ['print'] };
    expect(of('del x', { bound: ['x'], read: [] })).toEqual(none);
    expect(
      of('import sys\nsys.exit()\nx = y', {
        bound: ['sys', 'x'],
        read: ['sys', 'y']
      })
    ).toEqual(none);
    expect(of('print(__name__)', { bound: [], read: ['print'] }, most)).toEqual(
      none
    );
  });

  it.each([
    'if 4 > 4: x = y',
    'for z in []: x = y\nz = 1',
    'for z in [1]: break\nelse: x = y',
    'while 4 > 3: break\nelse: x = y\nz = 1'
  ])('knows the names of %j, though it never does all of it', source => {
    const bound = source.includes('z') ? ['x', 'z'] : ['x'];
    const found = of(source, { bound, read: ['y'] });
    expect(found).toEqual({ bound: [], read: [] });
  });

  it('has nothing to say of what the interpreter cannot tell', () => {
    expect(differences('%time x = 1', AGREED)).toEqual({ bound: [], read: [] });
  });
});

describe('readAgain', () => {
  const pipeline = pipelineOf(
    [
      { name: 'a', code: 'x = 1' },
      { name: 'b', code: 'print(y)' }
    ],
    {
      definitions: [
        {
          name: 'f',
          kind: 'function',
          cell: 'd',
          index: 7,
          line: 3,
          source: 'def f(): pass'
        }
      ]
    }
  );

  it('asks for all sources and agrees', async () => {
    let asked: readonly string[] = [];
    const ask = async (sources: readonly string[]) => {
      asked = sources;
      return sources.map(() => AGREED);
    };
    expect(await readAgain(pipeline, ask)).toBeNull();
    expect(asked).toEqual(['def f(): pass', 'x = 1', 'print(y)']);
    expect(await readAgain(pipeline, async () => [])).toBeNull();
  });

  it('places a syntax error in its cell', async () => {
    const error = { message: 'no match here', line: 2, column: 5 };
    const bad = { error, least: null, most: null };
    expect(await readAgain(pipeline, async () => [bad])).toMatchObject({
      code: 'DF901',
      kind: 'syntax',
      message: 'no match here',
      cell: 'd',
      index: 7,
      line: 4,
      column: 5
    });
  });

  it('says which names differ', async () => {
    const names = { bound: ['x'], read: ['z'] };
    const other = { error: null, least: names, most: names };
    const found = await readAgain(pipeline, async () => [AGREED, other]);
    expect(found).toMatchObject({ code: 'DF902', cell: 'a', index: 0 });
    expect(found?.message).toContain('read: z');
  });
});
