import { circularTag, unknownStep } from '../../messages/tags';
import { flowOf } from '../testing/texts';

const step = (tags: string, name: string) =>
  `# step:${name} ${tags}\n${name} = 1`;

function read(...texts: readonly string[]) {
  const { value, diagnostics } = flowOf(...texts);
  return {
    edges: value.edges.map(
      ({ from, to, tagged }) => `${from} → ${to}${tagged ? ' tagged' : ''}`
    ),
    messages: diagnostics
      .filter(({ severity }) => severity === 'error')
      .map(({ code, message }) => ({ code, message }))
  };
}

const inShort = ({ code, message }: ReturnType<typeof unknownStep>) => ({
  code,
  message
});

const where = { cell: '', index: 0 };

describe('prev tags', () => {
  it('order steps that need nothing of each other', () => {
    expect(read(step('', 'a'), step('prev:a', 'b')).edges).toEqual([
      'a → b tagged'
    ]);
  });

  it('can name several steps', () => {
    const { edges } = read(
      step('', 'a'),
      step('', 'b'),
      step('prev:a prev:b', 'c')
    );
    expect(edges).toEqual(['a → c tagged', 'b → c tagged']);
  });

  it('leave other steps side by side', () => {
    expect(read(step('', 'a'), step('', 'b')).edges).toEqual([]);
  });

  it('mark an edge that the code has too', () => {
    const { edges } = read(step('', 'a'), '# step:b prev:a\nprint(a)');
    expect(edges).toEqual(['a → b tagged']);
  });

  it('of an unknown step are reported with the nearest name', () => {
    const { edges, messages } = read(step('', 'load'), step('prev:laod', 'b'));
    expect(edges).toEqual([]);
    expect(messages).toEqual([
      inShort(unknownStep(where, 'prev:laod', 'laod', 'load'))
    ]);
  });

  it.each([
    [[step('prev:b', 'a'), step('', 'b')], 'prev:b', ['a', 'b', 'a']],
    [[step('prev:a', 'a')], 'prev:a', ['a', 'a']],
    [
      [step('prev:c', 'a'), step('prev:a', 'b'), step('prev:b', 'c')],
      'prev:c',
      ['a', 'b', 'c', 'a']
    ]
  ])('that make a circle are reported with the way: %#', (texts, tag, way) => {
    expect(read(...texts).messages).toEqual([
      inShort(circularTag(where, tag, way))
    ]);
  });
});
