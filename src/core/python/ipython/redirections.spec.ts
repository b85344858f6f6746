import { redirectionsOf } from './redirections';

it.each([
  ['sort < a.txt > out/b.txt', ['read a.txt', 'write out/b.txt']],
  ['echo x >> a.txt 2> /dev/null', ['append a.txt']],
  ['make > /dev/null 2>&1', []],
  ['ls -l', []]
])('%s is redirected: %j', (text, files) => {
  expect(
    redirectionsOf(text).map(({ file, mode }) => `${mode} ${file}`)
  ).toEqual(files);
});
