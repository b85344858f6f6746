import { isRoleTag, readTag } from './tags';

describe('readTag', () => {
  it.each([
    ['imports', 'imports'],
    ['functions', 'functions'],
    ['skip', 'skip'],
    ['pipeline-parameters', 'parameters'],
    ['parameters', 'parameters'],
    ['pipeline-metrics', 'metrics']
  ])('reads %s as the role %s', (tag, role) => {
    expect(readTag(tag)).toEqual({ kind: 'role', role });
  });

  it.each([
    ['step:load', ['load']],
    ['block:load', ['load']],
    ['block:a;b', ['a', 'b']],
    ['step:data-loading', ['data-loading']],
    ['step:_x1', ['_x1']],
    ['step:', []],
    ['block:', []],
    ['notebook:', []]
  ])('reads %s as the steps %j', (tag, names) => {
    expect(readTag(tag)).toEqual({ kind: 'step', names });
  });

  it.each([
    ['prev:load', ['load']],
    ['prev:sum:cumsum', ['sum', 'cumsum']],
    ['prev:a;b;c', ['a', 'b', 'c']],
    ['prev:', []]
  ])('reads %s as waiting for %j', (tag, names) => {
    expect(readTag(tag)).toEqual({ kind: 'prev', names });
  });

  it.each([
    ['limit:memory:2Gi', 'limit', 'memory', '2Gi'],
    ['limit:nvidia.com/mig-1g.5gb:1', 'limit', 'nvidia.com/mig-1g.5gb', '1'],
    ['label:app/x:a:b', 'label', 'app/x', 'a:b'],
    ['annotation:url:http://h:80/p', 'annotation', 'url', 'http://h:80/p'],
    ['annotation:empty:', 'annotation', 'empty', '']
  ])('keeps the colons of the value in %s', (tag, kind, key, value) => {
    expect(readTag(tag)).toEqual({ kind, key, value });
  });

  it('reads images, switches and secrets', () => {
    expect(readTag('image:registry:5000/a/b:1.2')).toEqual({
      kind: 'image',
      image: 'registry:5000/a/b:1.2'
    });
    expect(readTag('cache:disabled')).toEqual({
      kind: 'cache',
      enabled: false
    });
    expect(readTag('report:enabled')).toEqual({
      kind: 'report',
      enabled: true
    });
    expect(readTag('secret:aws:id:AWS_ID')).toEqual({
      kind: 'secret',
      secret: { secret: 'aws', key: 'id', variable: 'AWS_ID' }
    });
  });

  it.each([
    ['step:Load', 'name'],
    ['step:🚀', 'name'],
    ['prev:a b', 'name'],
    ['limit:memory:lots', 'setting'],
    ['limit:memory', 'setting'],
    ['cache:maybe', 'setting'],
    ['secret:a:b', 'setting'],
    ['secret:a:b:1X', 'setting'],
    ['image:', 'setting']
  ])('reports %s as malformed', (tag, about) => {
    expect(readTag(tag)).toEqual({ kind: 'malformed', about });
  });

  it.each(['hide-input', 'skip ', 'Skip', 'steps:a', 'a:b', ''])(
    'leaves %j to others',
    tag => {
      expect(readTag(tag)).toEqual({ kind: 'foreign' });
    }
  );

  it('counts only named steps and roles as role tags', () => {
    expect(['skip', 'step:a', 'notebook:n'].every(isRoleTag)).toBe(true);
    expect(['step:', 'prev:a', 'hide'].some(isRoleTag)).toBe(false);
  });
});
