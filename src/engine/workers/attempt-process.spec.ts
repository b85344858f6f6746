import { AttemptProcess } from './attempt-process';
import type { WorkerHost } from './host';
import { killLeftovers } from './leftovers';
import { type StepMessage } from './protocol';
import { ProtocolError } from './read-message';
import type { StepServer } from './step-server';

jest.mock('./leftovers', () => ({
  MARK: 'MARK',
  killLeftovers: jest.fn(() => Promise.resolve())
}));

const DONE: StepMessage = { type: 'done', ok: true };
const KEEPING: StepMessage = {
  type: 'keeping',
  seconds: 30,
  variables: [],
  received: [],
  untouched: [],
  given: [],
  unsure: [],
  gone: [],
  changed: [],
  rebound: [],
  waiting: [],
  python: '3.12.0',
  versions: {}
};
const SAVED_ALL: StepMessage = { type: 'saving', names: [], cell: null };

const onSlowSaving = jest.fn();

beforeEach(() => {
  onSlowSaving.mockClear();
  jest.useFakeTimers();
  jest.mocked(killLeftovers).mockClear();
});

afterEach(() => {
  jest.useRealTimers();
});

/** An attempt that has said so much, and whose process has not ended yet. */
function attemptThat(...messages: readonly StepMessage[]): void {
  let say: (message: StepMessage) => void = () => undefined;
  const host = { start: () => undefined } as unknown as WorkerHost;
  const server = {
    path: '',
    forget: () => undefined,
    expect: (
      _: string,
      listener: { message: (message: StepMessage, answer: unknown) => void }
    ) => {
      say = message => listener.message(message, null);
    }
  } as unknown as StepServer;
  new AttemptProcess(host, server, {
    attempt: 'a',
    token: '',
    plan: '',
    env: {},
    fd1: '',
    fd2: '',
    timeoutSeconds: null,
    onWaiting: () => undefined,
    onSlowSaving,
    onForced: () => undefined,
    onStarted: () => undefined,
    onMessage: () => undefined
  });
  messages.forEach(message => say(message));
}

describe('an attempt that is done', () => {
  it('is ended when it does not come back from what its snapshot wants', () => {
    attemptThat(DONE, KEEPING);
    jest.advanceTimersByTime(30_000);
    expect(killLeftovers).not.toHaveBeenCalled();
    jest.advanceTimersByTime(10_000);
    expect(killLeftovers).toHaveBeenCalledWith(null, 'a');
  });

  it('may take its time when all is saved', () => {
    attemptThat(DONE, KEEPING, SAVED_ALL);
    jest.advanceTimersByTime(100_000);
    expect(killLeftovers).not.toHaveBeenCalled();
  });

  it('has nothing to say of its result any more', () => {
    const late: StepMessage = { type: 'metrics', values: {} };
    expect(() => attemptThat(DONE, late)).toThrow(ProtocolError);
  });
});

describe('an attempt that saves', () => {
  const saving = (...names: string[]): StepMessage => ({
    type: 'saving',
    names,
    cell: null
  });

  it('is told of when one value takes long', () => {
    attemptThat(saving('k'));
    jest.advanceTimersByTime(30_000);
    expect(onSlowSaving.mock.calls).toEqual([[['k']]]);
  });

  it.each([
    ['goes on to others', [saving('k'), saving()]],
    ['is done', [saving('k'), DONE]]
  ])('is not told of when it %s', (_, messages) => {
    attemptThat(...messages);
    jest.advanceTimersByTime(30_000);
    expect(onSlowSaving).not.toHaveBeenCalled();
  });
});
