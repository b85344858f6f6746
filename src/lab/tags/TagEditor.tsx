import * as React from 'react';

import { closeIcon } from '@jupyterlab/ui-components';

import type { Role, StepName } from '../../core/notebook/types';
import type { NotebookPipelineModel } from '../model/pipeline-model';
import { Button, StepDot } from '../ui/controls';
import { useLab } from '../ui/lab-context';
import { AddStep } from './AddStep';
import { Draft, Field } from './fields';
import { RoleGroup } from './RoleGroup';
import { SettingsFields } from './SettingsFields';
import {
  freeStepName,
  renameWholeStep,
  tagCells,
  untagCells,
  writePrev
} from './tag-cells';
import { circle, nameProblem, tagForm, type ITagForm } from './tag-form';

export interface ITagEditorProps {
  readonly model: NotebookPipelineModel;
  readonly cells: readonly string[];
  readonly onClose: () => void;
}

/** Role, name, order and settings of a cell's step. Each change is written at once. */
export function TagEditor(props: ITagEditorProps): JSX.Element | null {
  const { model, cells, onClose } = props;
  const { analysis } = model.state;
  const { trans } = useLab();
  if (!analysis) {
    return null;
  }
  const form = tagForm(analysis, cells);
  const notebook = model.context.model.sharedModel;
  const setRole = (role: Role): void => {
    if (role !== form.role) {
      const name = form.step?.name ?? freeStepName(analysis.notebook);
      tagCells(notebook, cells, role, name);
    }
  };
  return (
    <>
      <section>
        <RoleGroup
          role={form.isMixed ? null : form.role}
          onChange={setRole}
          onClear={() => {
            untagCells(notebook, cells);
            onClose();
          }}
        />
        <RoleHint form={form} />
        {(form.role === 'step' || form.isMixed) && (
          <NameField model={model} form={form} />
        )}
        {form.step && <Order model={model} form={form} step={form.step} />}
      </section>
      {form.step && (
        <SettingsFields
          // A new name must not take the focus from the field that it went to.
          key={form.step.cells[0]}
          notebook={notebook}
          step={form.step}
        />
      )}
      <footer className="jp-KalettePop-foot">
        {form.role !== null && (
          <button
            type="button"
            className="jp-KaletteLink"
            onClick={() => {
              untagCells(notebook, cells);
              onClose();
            }}
          >
            {trans.__('Remove tag')}
          </button>
        )}
        <span className="jp-KaletteGrow" />
        <kbd className="jp-KaletteKey">{trans.__('Esc')}</kbd>
      </footer>
    </>
  );
}

interface IFormProps {
  readonly model: NotebookPipelineModel;
  readonly form: ITagForm;
}

function RoleHint(props: Pick<IFormProps, 'form'>): JSX.Element | null {
  const { form } = props;
  const { trans } = useLab();
  const text = roleHint(form, trans);
  return text === '' ? null : <p className="jp-KaletteHint">{text}</p>;
}

function roleHint(
  { role, isMixed, isContinued, step }: ITagForm,
  trans: ReturnType<typeof useLab>['trans']
): string {
  if (isMixed) {
    return trans.__('The chosen cells have several roles or names.');
  }
  if (isContinued && step) {
    return trans.__(
      'This cell continues %1. Give it a name of its own to begin a step here.',
      step.name
    );
  }
  switch (role) {
    case 'parameters':
      return trans.__('Values that a run can change.');
    case 'metrics':
      return trans.__('Numbers that tell how good a run is.');
    case 'imports':
      return trans.__('Runs at the start of every step.');
    case 'functions':
      return trans.__('Definitions that every step can use.');
    case 'skip':
      return trans.__('Stays out of the pipeline.');
    case 'step':
      return '';
    case null:
      return trans.__('Choose what this cell is for.');
  }
}

function NameField(props: IFormProps): JSX.Element {
  const { model, form } = props;
  const { trans } = useLab();
  const [problem, setProblem] = React.useState<string | null>(null);
  const list = React.useId();
  const name = form.step?.name ?? '';
  const [text, setText] = React.useState(name);
  const joins = text !== name && form.steps.includes(text);
  const write = (next: string): void => {
    const notebook = model.context.model.sharedModel;
    if (form.isHead && form.step) {
      renameWholeStep(notebook, form.step.name, next);
    } else {
      tagCells(notebook, form.cells, 'step', next);
    }
  };
  const check = (text: string): string | null => {
    switch (nameProblem(text)) {
      case 'empty':
        return form.isMixed ? null : trans.__('A step needs a name.');
      case 'malformed':
        return trans.__('Lower-case letters, digits, _ and -; a letter first.');
      case null:
        return null;
    }
  };
  return (
    <Field
      label={trans.__('Name')}
      hint={joins ? trans.__('Joins step %1', text) : undefined}
      problem={problem ?? undefined}
    >
      {(id, note) => (
        <>
          <Draft
            id={id}
            describedBy={note}
            isFirst
            isMono
            list={list}
            value={name}
            placeholder={form.isMixed ? trans.__('several') : undefined}
            check={check}
            onProblem={setProblem}
            onText={setText}
            onChange={write}
          />
          <datalist id={list}>
            {form.steps
              .filter(other => other !== name)
              .map(other => (
                <option key={other} value={other}>
                  {trans.__('same name joins the step')}
                </option>
              ))}
          </datalist>
        </>
      )}
    </Field>
  );
}

interface IOrderProps extends IFormProps {
  readonly step: NonNullable<ITagForm['step']>;
}

function Order(props: IOrderProps): JSX.Element {
  const { model, form, step } = props;
  const { trans } = useLab();
  const [problem, setProblem] = React.useState<string | null>(null);
  const hues = new Map(
    model.state.view?.steps.map(({ name, hue }) => [name, hue])
  );
  const notebook = model.context.model.sharedModel;
  const add = (other: StepName): void => {
    const { analysis } = model.state;
    const way = analysis && circle(analysis, step.name, other);
    if (way) {
      setProblem(trans.__('Would make a circle: %1', way.join(' → ')));
    } else {
      setProblem(null);
      writePrev(notebook, step, [...form.explicit, other]);
    }
  };
  return (
    <Field label={trans.__('Runs after')} isTop problem={problem ?? undefined}>
      {id => (
        <div className="jp-KaletteParents">
          {form.detected.map(({ step: name, variables }) => (
            <div key={name}>
              <StepDot hue={hues.get(name) ?? 1} />
              <span>{name}</span>
              <span className="jp-KaletteMeta">
                {variables.length > 0
                  ? trans.__('uses %1', variables.join(', '))
                  : trans.__('by its code')}
              </span>
            </div>
          ))}
          {form.explicit.map(name => (
            <div key={`tag ${name}`}>
              <StepDot hue={hues.get(name) ?? 1} />
              <span>{name}</span>
              <span className="jp-KaletteMeta">{trans.__('by tag')}</span>
              <Button
                kind="icon"
                icon={closeIcon}
                label={trans.__('Do not wait for %1', name)}
                onClick={() =>
                  writePrev(
                    notebook,
                    step,
                    form.explicit.filter(other => other !== name)
                  )
                }
              />
            </div>
          ))}
          <AddStep id={id} candidates={form.candidates} onAdd={add} />
        </div>
      )}
    </Field>
  );
}
