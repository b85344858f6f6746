import { commandHidesFiles } from '../../../messages/process';
import { flowOf } from '../../testing/texts';

/** Of which commands it is said that their files cannot be seen. */
function told(...texts: readonly string[]): readonly string[] {
  const { diagnostics } = flowOf(...texts);
  return diagnostics.flatMap(({ code, where, message }) => {
    const name = /^`([^`]*)`/.exec(message)?.[1] ?? '';
    return code === 'DF511' && where
      ? [message === commandHidesFiles(where, name).message ? name : message]
      : [];
  });
}

describe('a command', () => {
  it('that may write is told of where another step has a command or a file', () => {
    expect(told('# step:a\n!make a.txt', '# step:b\nfiles = !ls')).toEqual([
      '!make a.txt'
    ]);
    expect(
      told(
        '# step:a\nimport os\nos.system("make data")',
        '# step:b\nprint(open("a.txt").read())'
      )
    ).toEqual(['os.system()']);
    expect(
      told(
        '# step:a\n!make data',
        '# step:b\nimport subprocess\nsubprocess.run(["make", "all"])'
      )
    ).toEqual(['!make data', 'subprocess.run()']);
  });

  it('is no matter where it is the only one to touch files', () => {
    expect(told('# step:a\n!touch a.txt\n!ls', '# step:b\nprint(1)')).toEqual(
      []
    );
  });

  it('that only shows something is no matter', () => {
    expect(
      told(
        '# step:a\n!pip install x\n!nvidia-smi\nopen("a.txt", "w").write("a")',
        '# step:b\n!ls\nprint(open("a.txt").read())'
      )
    ).toEqual([]);
  });

  it('that only reads is told of where the notebook goes on with what it read', () => {
    expect(
      told(
        '# step:a\nopen("a.txt", "w").write("a")',
        '# step:b\ntext = !column a.txt\nprint(text)'
      )
    ).toEqual(['!column a.txt']);
  });

  it('that spells its files makes its step wait for them', () => {
    for (const line of ['!cat a.txt', '!ls', 'text = !cat a.txt | sort']) {
      const cells = [
        '# step:a\nopen("a.txt", "w").write("a")',
        `# step:b\n${line}`
      ];
      expect(told(...cells)).toEqual([]);
      expect(flowOf(...cells).value.steps[1]?.after).toEqual(['a']);
    }
  });

  it('may be a list of words', () => {
    const cells = [
      '# step:a\nopen("a.txt", "w").write("a")',
      '# step:b\nimport subprocess\nsubprocess.run(["cat", "a.txt"])'
    ];
    expect(told(...cells)).toEqual([]);
    expect(flowOf(...cells).value.steps[1]?.after).toEqual(['a']);
  });

  it('that is redirected writes a file by its name', () => {
    const cells = [
      '# step:a\nimport os\nos.system("echo a > a.txt")',
      '# step:b\nprint(open("a.txt").read())'
    ];
    expect(told(...cells)).toEqual([]);
    expect(flowOf(...cells).value.steps[1]?.after).toEqual(['a']);
  });
});
