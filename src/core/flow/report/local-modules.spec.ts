import { flowOf } from '../testing/texts';

const HELPERS = `%%writefile helpers.py
STATE = 0
cache = {}
seen = set()
def put(k, v):
    cache[k] = v
def get(k):
    return cache.get(k)
def bump():
    global STATE
    STATE += 1
def state():
    return STATE
def double(x):
    return 2 * x`;

/** What is said of two steps that use a module which the notebook writes. */
function told(
  one: string,
  two: string,
  written = `# step:write\n${HELPERS}`
): string[] {
  const found = flowOf(
    written,
    `# step:one\nimport helpers\nfrom helpers import cache\n${one}`,
    `# step:two\nimport helpers\n${two}`
  );
  return found.urgent.map(text => text.replace(/ step `two`.*/, ''));
}

describe('what a module that the notebook writes keeps in one step', () => {
  it.each([
    ['helpers.STATE = 1', 'print(helpers.STATE)', 'helpers.STATE = …'],
    ['helpers.STATE = 1', 'print(helpers.state())', 'helpers.STATE = …'],
    ['helpers.cache["k"] = 1', 'print(helpers.cache)', 'helpers.cache[…] = …'],
    ['helpers.cache["k"] = 1', 'helpers.get("k")', 'helpers.cache[…] = …'],
    ['del helpers.cache["k"]', 'helpers.get("k")', 'helpers.cache[…] = …'],
    ['kept = helpers.cache\nkept[1] = 2', 'helpers.get(1)', 'helpers.cache[…]'],
    ['cache["k"] = 1', 'from helpers import cache', 'helpers.cache[…] = …'],
    ['helpers.seen.add(1)', 'print(helpers.seen)', 'helpers.seen.add(…)'],
    ['helpers.cache.update(a=1)', 'helpers.get(1)', 'helpers.cache.update(…)'],
    ['helpers.put(1, 2)', 'helpers.get(1)', 'helpers.put` changes `cache`'],
    ['helpers.put(1, 2)', 'print(helpers.cache)', 'helpers.put` changes'],
    ['helpers.bump()', 'print(helpers.STATE)', 'helpers.bump` changes `STATE`']
  ])('is told of where another one uses it: %j, %j', (one, two, text) => {
    const [found = '', ...more] = told(one, two);
    expect(found).toContain(`DF505: \`${text}`);
    expect(more).toEqual([]);
  });

  it.each([
    ['x = helpers.double(2)', 'y = helpers.double(3)'],
    ['helpers.put(1, 2)', 'y = helpers.double(3)'],
    ['x = helpers.get(1)', 'y = helpers.get(1)'],
    ['helpers.cache["k"] = 1', 'print(helpers.STATE)']
  ])('is nothing where no other one does: %j, %j', (one, two) => {
    expect(told(one, two)).toEqual([]);
  });

  it('is known of what is written in several cells, and of none that is skipped', () => {
    const lines = HELPERS.split('\n');
    const more = ['%%writefile -a ./helpers.py', ...lines.slice(4)].join('\n');
    const [first, ...others] = lines;
    const head = [first, ...others.slice(0, 3)].join('\n');
    const parts = [`# step:write\n${head}`, `# step:write\n${more}`];
    const one = '# step:one\nimport helpers\nhelpers.put(1, 2)';
    const two = '# step:two\nimport helpers\nprint(helpers.get(1))';
    const whole = flowOf(...parts, one, two).urgent;
    expect(whole.join()).toContain('DF505: `helpers.put` changes `cache`');
    const skipped = flowOf(`# skip\n${HELPERS}`, one, two).urgent;
    expect(skipped.join()).not.toContain('DF505');
  });
});
