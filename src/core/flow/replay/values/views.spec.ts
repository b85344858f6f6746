import { flowOf } from '../../testing/texts';

/** What the second of three steps hands on to the third. */
function changedBy(
  library: string,
  one: string,
  two: string,
  three: string
): string {
  const { value } = flowOf(
    `# imports\n${library}`,
    `# step:one\n${one}`,
    `# step:two\n${two}`,
    `# step:three\n${three}`
  );
  return (value.steps[1]?.writes ?? []).join();
}

const TORCH = 'import torch, numpy as np';
const TENSOR = 'A = torch.zeros(2, 2)';
const MODEL = 'm = torch.nn.Linear(1, 1)';

describe('a change of what shows the memory of something else', () => {
  it.each([
    ['r = np.require(A)'],
    ['r = np.frombuffer(A)'],
    ['r = np.asmatrix(A)'],
    ['r = A.astype(float, copy=False)'],
    ['r = np.array(A, copy=False)'],
    ['r = np.matrix(A, copy=False)'],
    ['r, s = np.hsplit(A, 2)'],
    ['r = np.array_split(A, 2)[0]']
  ])('is one of the array of NumPy: %s', made => {
    const one = `A = np.zeros((2, 2))\n${made}`;
    expect(changedBy(TORCH, one, 'r += 1', 'print(A)')).toBe('A');
  });

  it.each([
    ['r = A.view(4)'],
    ['r = A.chunk(2)[0]'],
    ['r, s = torch.split(A, 1)'],
    ['r = torch.unbind(A)[1]'],
    ['r = A.narrow(0, 0, 1)'],
    ['r = torch.from_numpy(A.numpy())']
  ])('is one of the tensor: %s', made => {
    const one = `${TENSOR}\n${made}`;
    expect(changedBy(TORCH, one, 'r.add_(1)', 'print(A)')).toBe('A');
  });

  it.each([
    ['o = torch.optim.SGD(m.parameters(), 0.1)', 'o.step()'],
    ['sd = m.state_dict()', 'sd["weight"].zero_()'],
    ['ps = list(m.parameters())', 'ps[0].data.fill_(1)'],
    ['b = torch.nn.Sequential(m)', 'b.eval()'],
    ['b = torch.nn.Sequential(m)', 'b.half()']
  ])('is one of the model: %s', (made, line) => {
    expect(changedBy(TORCH, `${MODEL}\n${made}`, line, 'print(m)')).toBe('m');
  });

  it.each([
    ['v = G.nodes', 'G.add_node(1)', 'v'],
    ['v = G.adj', 'G.add_node(1)', 'v'],
    ['v = G.nodes', 'v[1]["w"] = 2', 'G']
  ])('is seen in a view of a graph: %s', (made, line, name) => {
    const one = `G = nx.Graph()\n${made}`;
    const three = `print(${name})`;
    expect(changedBy('import networkx as nx', one, line, three)).toBe(name);
  });

  it.each([
    ['import toolz', 'x = toolz.first(l)'],
    ['import more_itertools', 'x = more_itertools.one(l)']
  ])('is one of the list: %s', (library, made) => {
    const one = `l = [[1]]\n${made}`;
    expect(changedBy(library, one, 'x.append(1)', 'print(l)')).toBe('l');
  });

  it('is none where it is of a copy', () => {
    const one = 'A = np.zeros(3)\nr = np.array(A)\ns = A.astype(float)';
    expect(changedBy(TORCH, one, 'r += 1\ns += 1', 'print(A)')).toBe('');
  });
});
