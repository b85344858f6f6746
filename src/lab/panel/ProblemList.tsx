import type { ReadonlyJSONObject } from '@lumino/coreutils';
import * as React from 'react';

import type { Diagnostic, Fix } from '../../core/diagnostic';
import type { ProblemView } from '../../core/view';
import { CommandIDs } from '../commands/ids';
import { placeArgs } from '../commands/place-args';
import { Button, Marked, Section } from '../ui/controls';
import { errorIcon, infoIcon, moreIcon, warningIcon } from '../ui/icons';
import { useLab } from '../ui/lab-context';
import { useMenu } from '../ui/use-menu';
import { ignoreFix, severityWord, undoWords } from '../ui/problems';
import { problemWords } from '../ui/words';
import type { PanelState } from './panel-state';

interface IProblemListProps {
  readonly problems: readonly ProblemView[];
  readonly panel: PanelState;
}

/** What the analysis found, with where and what to do; absent when there is nothing. */
export function ProblemList(props: IProblemListProps): JSX.Element | null {
  const { problems, panel } = props;
  const { trans } = useLab();
  if (problems.length === 0) {
    return null;
  }
  return (
    <Section
      id="problems"
      title={trans.__('Problems')}
      count={problemWords(problems, trans)}
      isCollapsed={panel.collapsed.has('problems')}
      onToggle={() => panel.toggle('problems')}
    >
      <ul className="jp-KaletteProblems">
        {problems.map(problem => (
          <Problem key={problem.key} diagnostic={problem.diagnostic} />
        ))}
      </ul>
    </Section>
  );
}

/** The list loses the problem: the keyboard goes to where the fix can be undone. */
function fixArgs({ title, edits }: Fix): ReadonlyJSONObject {
  return {
    title,
    edits,
    isShown: true
  } as unknown as ReadonlyJSONObject;
}

const ICONS = { error: errorIcon, warning: warningIcon, info: infoIcon };

interface IProblemProps {
  readonly diagnostic: Diagnostic;
  /** It is not there yet: there is nothing to fix or to ignore. */
  readonly isForeseen?: boolean;
}

/** One finding: what it says, where it is, and what can be done. */
export const Problem = React.memo(function Problem(
  props: IProblemProps
): JSX.Element {
  const { diagnostic } = props;
  const { trans, execute } = useLab();
  const { severity, message, hint, where } = diagnostic;
  const Icon = ICONS[severity];
  const ignore = props.isForeseen ? null : ignoreFix(diagnostic, trans);
  const [first, ...more] = props.isForeseen ? [] : (diagnostic.fixes ?? []);
  const others = [...more, ...(ignore ? [ignore] : [])];
  const openMenu = useMenu(
    others.map(fix => ({
      command: CommandIDs.applyFix,
      args: fixArgs(fix)
    }))
  );
  return (
    <li className={`jp-KaletteProblem jp-mod-${severity}`}>
      <span
        className="jp-KaletteProblem-icon"
        role="img"
        aria-label={severityWord(severity, trans)}
      >
        <Icon.react tag={null} />
      </span>
      <p>
        <Marked text={message} />
        {hint && (
          <span className="jp-KaletteMuted">
            {' '}
            <Marked text={hint} />
          </span>
        )}
      </p>
      {others.length > 0 && (
        <Button
          icon={moreIcon}
          kind="icon"
          hasMenu
          label={trans.__('More')}
          onClick={event => openMenu(event.currentTarget)}
        />
      )}
      <footer>
        {where && (
          <button
            type="button"
            className="jp-KaletteLink jp-mod-quiet"
            onClick={() => execute(CommandIDs.goToCell, placeArgs(where))}
          >
            {where.start
              ? trans.__('Cell %1, line %2', where.index + 1, where.start.line)
              : trans.__('Cell %1', where.index + 1)}
          </button>
        )}
        {first && (
          <button
            type="button"
            className="jp-KaletteLink"
            title={undoWords(first, trans)}
            onClick={() => execute(CommandIDs.applyFix, fixArgs(first))}
          >
            {first.title}
          </button>
        )}
      </footer>
    </li>
  );
});
