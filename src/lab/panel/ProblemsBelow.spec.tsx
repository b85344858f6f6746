import * as React from 'react';

import type { ProblemView } from '../../core/view';
import { FakeIntersection } from '../testing/fake-intersection';
import { click, during, find, recordCommands, render } from '../testing/render';
import { CommandIDs } from '../commands/ids';
import { PanelState } from './panel-state';
import { ProblemList } from './ProblemList';
import { ProblemsBelow } from './ProblemsBelow';

const PROBLEMS: readonly ProblemView[] = (['error', 'warning'] as const).map(
  severity => ({
    key: severity,
    step: null,
    diagnostic: { code: 'DF301', severity, message: 'It is so.', where: null }
  })
);

function Shown(props: {
  readonly problems: readonly ProblemView[];
  readonly panel: PanelState;
}): JSX.Element {
  const { problems, panel } = props;
  const scroll = React.useRef<HTMLDivElement>(null);
  return (
    <>
      <div ref={scroll}>
        <ProblemList problems={problems} panel={panel} />
      </div>
      <footer>
        <ProblemsBelow problems={problems} panel={panel} scroll={scroll} />
      </footer>
    </>
  );
}

function show(problems = PROBLEMS) {
  FakeIntersection.install();
  const scrolled: unknown[] = [];
  Element.prototype.scrollIntoView = function (this: Element) {
    scrolled.push(this.textContent);
  };
  const panel = new PanelState(null);
  const { commands } = recordCommands(Object.values(CommandIDs));
  const content = () => <Shown problems={problems} panel={panel} />;
  const rendered = render(content(), commands);
  panel.changed.connect(() => rendered.show(content()));
  return { ...rendered, panel, scrolled };
}

const below = (node: HTMLElement) => node.querySelector('footer button');

describe('ProblemsBelow', () => {
  it('is there while the head of the problems is further down', async () => {
    const { node, unmount } = show();
    expect(below(node)).toBeNull();
    await during(() => FakeIntersection.tell(300));
    expect(below(node)?.textContent).toBe('Problems1 error, 1 warning');
    await during(() => FakeIntersection.tell('in view'));
    expect(below(node)).toBeNull();
    await during(() => FakeIntersection.tell(-300));
    expect(below(node)).toBeNull();
    unmount();
  });

  it('goes to the problems, and opens them', async () => {
    const { node, panel, scrolled, unmount } = show();
    panel.toggle('problems');
    await during(() => FakeIntersection.tell(300));
    click(find(node, 'footer button'));
    expect(panel.collapsed.has('problems')).toBe(false);
    expect(scrolled).toEqual(['Problems1 error, 1 warning']);
    expect(document.activeElement).toBe(find(node, 'h3 > button'));
    unmount();
  });

  it('is absent where there are no problems', async () => {
    const { node, unmount } = show([]);
    await during(() => FakeIntersection.tell(300));
    expect(below(node)).toBeNull();
    unmount();
  });
});
