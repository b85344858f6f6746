import { commandFiles } from './command-files';

it.each([
  ['cat a.txt b.txt', ['read a.txt', 'read b.txt']],
  ['head -n 5 data/a.csv', ['read data/a.csv']],
  ['grep -c error "my log.txt"', ['read my log.txt']],
  ['cat a.txt | sort | uniq -c', ['read a.txt']],
  ['cat a.txt >> b.txt 2>&1', ['read a.txt']],
  ['ls', ['list .']],
  ['ls -l data/*.csv', ['list data']],
  ['mkdir -p out && touch out/a', ['folder out', 'write out/a']],
  ['cp a.txt b.txt', ['read a.txt', 'write b.txt']],
  ['mv a.txt b.txt', ['write a.txt', 'write b.txt']],
  ['rm -rf out', ['write out']],
  ['wget -q https://example.org/x/a.zip', ['write a.zip']],
  ['wget -O b.zip https://example.org/a.zip', ['write b.zip']],
  ['curl -o b.zip https://example.org/a.zip', ['write b.zip']],
  ['', []]
])('%s: %j', (text, files) => {
  const found = commandFiles(text);
  expect(found?.map(({ mode, file }) => `${mode} ${file}`)).toEqual(files);
});

it.each([
  'make data',
  'cat $name',
  'cat {name}',
  'cat a.txt | tee b.txt',
  'echo $(ls)',
  'sort a.txt -o b.txt',
  'cp a.txt',
  'curl https://example.org/a.zip',
  'wget https://example.org/'
])('%s may use any file', text => {
  expect(commandFiles(text)).toBeNull();
});
