import { flowOf } from '../testing/texts';

/** Which steps wait: for who wrote `a`, and who reads `b` for what is done here. */
function waits(line: string): readonly string[] {
  const { value } = flowOf(
    '# imports\nimport os, shutil, filecmp\nfrom pathlib import Path',
    '# step:before\nopen("a", "w").write("1")',
    `# step:here\n${line}`,
    '# step:after\nprint(open("b").read())'
  );
  return value.steps.flatMap(({ name, after }) =>
    after.map(from => `${from} → ${name}`)
  );
}

const BOTH = ['before → here', 'here → after'];

describe('a file that is made of another one', () => {
  it.each([
    ['os.link("a", "b")'],
    ['os.link(src="a", dst="b")'],
    ['os.link(dst="b", src="a")'],
    ['os.symlink("a", "b")'],
    ['os.rename("a", "b")'],
    ['os.renames("a", "b")'],
    ['os.replace("a", "b")'],
    ['os.replace(dst="b", src="a")'],
    ['shutil.copy("a", "b")'],
    ['shutil.copy2("a", "b")'],
    ['shutil.copyfile("a", "b")'],
    ['shutil.copyfile(dst="b", src="a")'],
    ['shutil.move("a", "b")'],
    ['shutil.copymode("a", "b")'],
    ['shutil.copystat("a", "b")'],
    ['shutil.copytree("a", "b")'],
    ['shutil.copyfileobj(open("a"), open("b", "w"))'],
    ['Path("a").rename("b")'],
    ['Path("a").rename(Path("b"))'],
    ['Path("a").rename(target="b")'],
    ['Path("a").replace("b")'],
    ['Path("b").hardlink_to("a")'],
    ['Path("b").hardlink_to(target="a")'],
    ['Path("b").symlink_to("a")'],
    ['Path("b").symlink_to(target=Path("a"))'],
    ['Path("a").link_to("b")'],
    ['Path("a").copy("b")'],
    ['Path("a").copy(target="b")'],
    ['Path("a").move("b")']
  ])('is read there, and written: %s', line => {
    expect(waits(line)).toEqual(BOTH);
  });

  it.each([
    ['shutil.copy("a", "d")', 'd/a'],
    ['shutil.copy2("a", "d/")', 'd/a'],
    ['shutil.move("a", "d")', 'd/a'],
    ['Path("a").copy_into("d")', 'd/a'],
    ['Path("a").move_into("d")', 'd/a']
  ])('is in the folder that is named: %s', (line, made) => {
    const { value } = flowOf(
      '# imports\nimport os, shutil\nfrom pathlib import Path',
      '# step:before\nopen("a", "w").write("1")',
      `# step:here\n${line}`,
      `# step:after\nprint(open("${made}").read())`
    );
    expect(value.steps.map(({ after }) => after)).toEqual([
      [],
      ['before'],
      ['here']
    ]);
  });
});

describe('a file of which only the times or rights are changed', () => {
  it.each([
    ['os.utime("b")'],
    ['os.utime("b", (1, 2))'],
    ['os.utime(path="b")'],
    ['os.chmod("b", 0o600)'],
    ['Path("b").touch()'],
    ['Path("b").chmod(0o600)']
  ])('goes on from there: %s', line => {
    const { value } = flowOf(
      '# imports\nimport os\nfrom pathlib import Path',
      '# step:before\nopen("b", "w").write("1")',
      `# step:here\n${line}`,
      '# step:after\nprint(os.stat("b").st_mtime)'
    );
    expect(value.steps.map(({ after }) => after)).toEqual([
      [],
      ['before'],
      ['here']
    ]);
  });
});

describe('a file of which something is asked', () => {
  it.each([
    ['os.stat("b")'],
    ['os.lstat("b")'],
    ['os.readlink("b")'],
    ['os.path.getmtime("b")'],
    ['os.path.getatime("b")'],
    ['os.path.islink("b")'],
    ['os.path.samefile("a", "b")'],
    ['filecmp.cmp("a", "b")'],
    ['Path("b").stat()'],
    ['Path("b").stat().st_mtime'],
    ['Path("b").lstat()'],
    ['Path("b").readlink()'],
    ['Path("b").is_symlink()'],
    ['Path("b").samefile("a")']
  ])('is that of who wrote it: %s', line => {
    const { value } = flowOf(
      '# imports\nimport os, filecmp\nfrom pathlib import Path',
      '# step:before\nopen("b", "w").write("1")',
      `# step:here\nprint(${line})`
    );
    expect(value.steps.map(({ after }) => after)).toEqual([[], ['before']]);
  });
});
