import { commandUse } from './commands';

it.each([
  ['pip install -q numpy', 'nothing'],
  ['nvidia-smi', 'nothing'],
  ['python --version && which python', 'nothing'],
  ['/usr/bin/python3 -m pip list', 'nothing'],
  ['git status', 'nothing'],
  ['curl https://example.org', 'nothing'],
  ['echo a > /dev/null 2>&1', 'nothing'],
  ['', 'nothing'],
  ['wc -c < a.txt', 'nothing'],
  ['wc -c a.txt < b.txt', 'reads'],
  ['ls -l | head -3', 'reads'],
  ['find . -name "*.csv"', 'reads'],
  ['echo a > a.txt', 'redirects'],
  ['cat a.txt >> b.txt', 'redirects'],
  ['echo a > {name}.txt', 'writes'],
  ['touch a.txt', 'writes'],
  ['ls; rm a.txt', 'writes'],
  ['ls | tee a.txt', 'writes'],
  ['FLAG=1 sudo make', 'writes'],
  ['echo $(make)', 'writes'],
  ['{command}', 'writes'],
  ['$command', 'writes'],
  ['find . -delete', 'writes'],
  ['sort a -o b', 'writes'],
  ['git clone x', 'writes'],
  ['python -c "print(1)"', 'writes'],
  ['curl -sO https://example.org/a.zip', 'writes']
])('%s: %s', (text, use) => {
  expect(commandUse(text)).toBe(use);
});
