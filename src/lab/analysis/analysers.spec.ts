import { expose } from 'comlink';

import { notebookOf } from '../../core/view/testing/samples';
import { Analysers } from './analysers';
import { reachService } from './border';
import { distantService } from './distant';
import { createAnalysisService, type IAnalysisService } from './service';

const draft = (source: string) => ({
  content: notebookOf([[['step:load'], source]]),
  name: 'digits.ipynb'
});

/** One end of a channel; what is sent arrives at the other end a little later. */
class FakeEnd extends EventTarget {
  other: FakeEnd | null = null;

  postMessage(data: unknown): void {
    setTimeout(() =>
      this.other?.dispatchEvent(new MessageEvent('message', { data }))
    );
  }
}

/** A worker as the page sees it, with the given service at its other end. */
class FakeWorker extends FakeEnd {
  constructor(service: IAnalysisService) {
    super();
    this.other = new FakeEnd();
    this.other.other = this;
    expose(distantService(service), this.other);
  }

  terminate(): void {
    this.isEnded = true;
    this.other = null;
  }

  isEnded = false;
}

function setUp(own: Partial<IAnalysisService> = {}) {
  const service = { ...createAnalysisService(), ...own };
  const started: FakeWorker[] = [];
  let loads = 0;
  const analysers = new Analysers({
    startWorker: () => {
      const worker = new FakeWorker(service);
      started.push(worker);
      return worker;
    },
    reach: reachService,
    loadService: async () => {
      loads++;
      return createAnalysisService();
    }
  });
  return { analysers, started, loads: () => loads };
}

describe('Analysers', () => {
  const warn = jest.spyOn(console, 'warn').mockImplementation();
  afterAll(() => warn.mockRestore());

  it('start one worker for all notebooks, when the first one is opened', async () => {
    const { analysers, started, loads } = setUp();
    expect(started).toHaveLength(0);
    const [first, second] = [analysers.open(), analysers.open()];
    expect(started).toHaveLength(1);
    const [one, two] = await Promise.all([
      first.analyse(draft('x = 1')),
      second.analyse(draft('y = undefined_name'))
    ]);
    expect(one.diagnostics).toEqual([]);
    expect(two.diagnostics.length).toBeGreaterThan(0);
    expect(started).toHaveLength(1);
    expect(loads()).toBe(0);
  });

  it('answer as the analysis in the page does', async () => {
    const { analysers } = setUp();
    const notebook = draft('import math\nx = math.pi');
    const analyser = analysers.open();
    const here = createAnalysisService();
    expect(await analyser.analyse(notebook)).toEqual(here.analyse(0, notebook));
    expect(await analyser.suggest(notebook)).toEqual(here.suggest(0, notebook));
  });

  it('keep what an edit did not change', async () => {
    const { analysers } = setUp();
    const analyser = analysers.open();
    const cells = (source: string) => ({
      content: notebookOf([
        [['step:load'], 'x = 1'],
        [['step:use'], source]
      ]),
      name: 'digits.ipynb'
    });
    const before = await analyser.analyse(cells('print(x)'));
    const after = await analyser.analyse(cells('print(x + y)'));
    expect(after).toEqual(
      createAnalysisService().analyse(0, cells('print(x + y)'))
    );
    expect(after.notebook.cells[0]).toBe(before.notebook.cells[0]);
    expect(await analyser.analyse(cells('print(x + y)'))).toBe(after);
  });

  it('let go of a notebook that is closed', async () => {
    const forgotten: number[] = [];
    const { analysers } = setUp({
      forget: key => {
        forgotten.push(key);
      }
    });
    const [first, second] = [analysers.open(), analysers.open()];
    await first.analyse(draft('x = 1'));
    await second.analyse(draft('x = 1'));
    second.dispose();
    second.dispose();
    await first.analyse(draft('x = 2'));
    expect(forgotten).toEqual([1]);
  });

  it('go on in the page when the worker ends while it is asked', async () => {
    const { analysers, started, loads } = setUp({
      analyse: () => new Promise(() => undefined) as never
    });
    const analyser = analysers.open();
    const asked = [
      analyser.analyse(draft('x = 1')),
      analyser.analyse(draft('y = 1'))
    ];
    started[0].dispatchEvent(new Event('error'));
    const answers = await Promise.all(asked);
    expect(answers.map(({ flow }) => flow.steps.length)).toEqual([1, 1]);
    expect(started[0].isEnded).toBe(true);
    await analyser.analyse(draft('z = 1'));
    expect([started.length, loads()]).toEqual([1, 1]);
  });

  it('go on in the page when the worker could not be loaded', async () => {
    const { analysers, started, loads } = setUp({
      analyse: () => new Promise(() => undefined) as never
    });
    const analyser = analysers.open();
    started[0].dispatchEvent(new Event('error'));
    const { flow } = await analyser.analyse(draft('x = 1'));
    expect(flow.steps.map(({ name }) => name)).toEqual(['load']);
    expect([started.length, loads()]).toEqual([1, 1]);
  });

  it('work in the page where workers are not allowed', async () => {
    const analyser = new Analysers({
      startWorker: () => {
        throw new Error('Refused.');
      },
      reach: reachService,
      loadService: async () => createAnalysisService()
    }).open();
    const { flow } = await analyser.analyse(draft('x = 1'));
    expect(flow.steps.map(({ name }) => name)).toEqual(['load']);
  });
});
