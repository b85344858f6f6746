import * as React from 'react';

import type { LogLine } from '../../core/api/types';
import { click, find, render } from '../testing/render';
import { StepLog } from './StepLog';

function linesOf(from: number, to: number): readonly LogLine[] {
  return Array.from({ length: to - from }, (_, row) => ({
    at: '2025-01-02T10:00:00.000Z',
    stream: 'stdout',
    cell: 'c0',
    text: `line ${from + row}\n`
  }));
}

/** What jsdom, which lays nothing out, is to say of the log's heights. */
function layOut(log: HTMLElement, scrollHeight: number): void {
  Object.defineProperties(log, {
    scrollHeight: { value: scrollHeight, configurable: true },
    clientHeight: { value: 100, configurable: true }
  });
}

describe('StepLog', () => {
  it('shows its lines, and offers earlier ones where there are any', () => {
    let asked = 0;
    const lines = linesOf(0, 600);
    const { node, show, unmount } = render(<StepLog lines={lines} />);
    expect(node.querySelector('button')).toBeNull();
    expect(node.querySelectorAll('time')).toHaveLength(600);
    show(<StepLog lines={lines} onEarlier={() => asked++} />);
    click(find(node, 'button', 'Show earlier lines'));
    expect(asked).toBe(1);
    unmount();
  });

  it('follows the end until it is scrolled away, and then keeps its place', () => {
    const { node, show, unmount } = render(<StepLog lines={linesOf(10, 20)} />);
    const log = find(node, 'pre');
    layOut(log, 500);
    show(<StepLog lines={linesOf(10, 21)} />);
    expect(log.scrollTop).toBe(500);
    log.scrollTop = 40;
    log.dispatchEvent(new Event('scroll'));
    show(<StepLog lines={linesOf(10, 22)} />);
    expect(log.scrollTop).toBe(40);
    layOut(log, 700);
    show(<StepLog lines={linesOf(0, 22)} />);
    expect(log.scrollTop).toBe(240);
    unmount();
  });
});
