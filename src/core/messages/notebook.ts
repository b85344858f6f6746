import type { Diagnostic, Fix, Where } from '../diagnostic';
import { tagFix } from './build';

/** The file is empty. */
export function emptyFile(name: string): Diagnostic {
  return {
    code: 'NB1',
    severity: 'error',
    message: `${name} is empty; it is not a notebook.`,
    hint: 'Open it in JupyterLab and save it, or restore it from a copy.',
    where: null
  };
}

/** The file is not JSON at all. */
export function notJson(name: string, reason: string): Diagnostic {
  return {
    code: 'NB2',
    severity: 'error',
    message: `${name} is not a notebook: its text is not JSON (${reason}).`,
    hint: 'A merge conflict or an interrupted download leaves such files.',
    where: null
  };
}

/** The file is JSON, but has no list of cells. */
export function notANotebook(name: string): Diagnostic {
  return {
    code: 'NB3',
    severity: 'error',
    message: `${name} is JSON, but not a notebook: it has no list of cells.`,
    where: null
  };
}

/** The notebook is of a format version that is not 4. */
export function otherFormat(name: string, version: number): Diagnostic {
  return {
    code: 'NB4',
    severity: 'error',
    message: `${name} is in notebook format ${version}; format 4 is read.`,
    hint:
      version < 4
        ? 'Convert it with: jupyter nbconvert --to notebook --nbformat 4'
        : 'A newer version of Kalette may read it.',
    where: null
  };
}

/** The notebook has no code cell. */
export function noCells(name: string): Diagnostic {
  return {
    code: 'NB5',
    severity: 'error',
    message: `${name} has no code cells.`,
    where: null
  };
}

/** The notebook has code, but no cell carries a role. */
export function notTagged(name: string): Diagnostic {
  return {
    code: 'NB6',
    severity: 'error',
    message: `No cell of ${name} is tagged, so it has no steps.`,
    hint: 'Tag a cell with step:NAME, or let the Pipeline panel suggest steps.',
    where: null
  };
}

/** Cells are tagged, but none of them is a step. */
export function noSteps(name: string): Diagnostic {
  return {
    code: 'NB7',
    severity: 'error',
    message: `No cell of ${name} is tagged as a step.`,
    hint: 'Tag a cell with step:NAME.',
    where: null
  };
}

/** An entry of the list of cells cannot be understood. */
export function malformedCell(where: Where, problem: string): Diagnostic {
  return {
    code: 'NB8',
    severity: 'warning',
    message: `Cell ${where.index + 1} is damaged: ${problem}.`,
    hint: 'It is read as far as it can be.',
    where
  };
}

/** A name in a `step:` or `prev:` tag breaks the rules of names. */
export function badStepName(
  where: Where,
  tag: string,
  fixes: readonly Fix[]
): Diagnostic {
  return {
    code: 'NB9',
    severity: 'error',
    message: `\`${tag}\` does not hold a step name.`,
    hint: 'Names have lower-case letters, digits, `_` and `-`, and begin with a letter or `_`.',
    where,
    fixes
  };
}

/** A tag that sets something has a value that is not understood. */
export function badSettingTag(where: Where, tag: string): Diagnostic {
  return {
    code: 'NB10',
    severity: 'warning',
    message: `\`${tag}\` is not understood and has no effect.`,
    where
  };
}

/** A tag for steps stands on a cell of another role. */
export function tagWithoutEffect(
  where: Where,
  tag: string,
  role: string
): Diagnostic {
  return {
    code: 'NB11',
    severity: 'info',
    message: `\`${tag}\` has no effect on a cell tagged as ${role}.`,
    where,
    fixes: [tagFix(`Remove ${tag}`, where.cell, { remove: [tag] })]
  };
}

/** Two cells of a step set the same thing to different values. */
export function settingsDiffer(
  where: Where,
  step: string,
  setting: string
): Diagnostic {
  return {
    code: 'NB12',
    severity: 'warning',
    message: `The cells of step \`${step}\` disagree about ${setting}; the first one counts.`,
    where
  };
}

/** Metadata of ours, or of Kale, has a value of the wrong kind. */
export function malformedMetadata(
  where: Where | null,
  key: string,
  expected: string
): Diagnostic {
  return {
    code: 'NB13',
    severity: 'warning',
    message: `Metadata \`${key}\` is not ${expected}; it is kept and has no effect.`,
    where
  };
}

/** Metadata was written by a version that knows more. */
export function newerMetadata(where: Where | null, key: string): Diagnostic {
  return {
    code: 'NB14',
    severity: 'warning',
    message: `Metadata \`${key}\` was written by a newer version; only the part known here is used.`,
    hint: 'Update Kalette.',
    where
  };
}

/** The name in the metadata cannot be a pipeline's name. */
export function pipelineNameChanged(given: string, used: string): Diagnostic {
  return {
    code: 'NB15',
    severity: 'warning',
    message: `\`${given}\` cannot be the name of a pipeline; \`${used}\` is used.`,
    hint: 'Names have lower-case letters, digits and `-`.',
    where: null
  };
}

/** A cell of Kale 2.3 that runs another notebook. */
export function notebookCell(where: Where, tag: string): Diagnostic {
  return {
    code: 'NB16',
    severity: 'error',
    message: `\`${tag}\` asks to run another notebook as a part of this one, which is not possible here.`,
    hint: 'Copy the cells of that notebook into this one, or skip the cell.',
    where,
    fixes: [
      {
        title: 'Skip the cell',
        edits: [{ kind: 'tags', cell: where.cell, remove: [], add: ['skip'] }]
      }
    ]
  };
}

/** Cells that are not Python, which nothing here reads. */
export function otherLanguage(language: string): Diagnostic {
  return {
    code: 'NB17',
    severity: 'error',
    message: `The notebook is in ${language}; only Python notebooks become pipelines.`,
    hint: 'Choose a Python kernel, if its cells are Python.',
    where: null
  };
}

/** Several roles on one cell: `used` is the tag that decides, `unused` the others. */
export function severalRoles(
  where: Where,
  used: string,
  unused: readonly string[]
): Diagnostic {
  const all = [used, ...unused];
  const others = unused.map(tag => `\`${tag}\``).join(' and ');
  const verb = unused.length === 1 ? 'has' : 'have';
  return {
    code: 'NB18',
    severity: 'warning',
    message: `A cell has one role: \`${used}\` counts here, ${others} ${verb} no effect.`,
    hint: 'Keep the tag that you mean.',
    where,
    fixes: all.map(kept =>
      tagFix(`Keep ${kept}`, where.cell, {
        remove: all.filter(tag => tag !== kept)
      })
    )
  };
}

/**
 * A `step:` tag without a name. `step` is the one above, which the cell continues; nothing is
 * wrong then, for there are notebooks with such a tag on every cell.
 */
export function namelessStep(
  where: Where,
  tag: string,
  step: string | null
): Diagnostic {
  const instead =
    step === null
      ? 'the cell is read as if it had no such tag'
      : `the cell continues step \`${step}\``;
  return {
    code: 'NB19',
    severity: step === null ? 'warning' : 'info',
    message: `\`${tag}\` has no name after the colon; ${instead}.`,
    hint: 'Write step:NAME to begin a step, or remove the tag.',
    where,
    fixes: [tagFix(`Remove ${tag}`, where.cell, { remove: [tag] })]
  };
}

/**
 * A foreign tag that looks like one of ours: `meant` is how ours is written, `replacement` a
 * tag to write instead, if one can be told. `isOurs` when it can hardly be anybody else's.
 */
export function almostTag(
  where: Where,
  tag: string,
  meant: string,
  { replacement, isOurs }: { replacement: string | null; isOurs: boolean }
): Diagnostic {
  return {
    code: 'NB20',
    severity: isOurs ? 'warning' : 'info',
    message: `\`${tag}\` is not a tag of Kalette and has no effect; the tag is written \`${meant}\`.`,
    hint: 'Leave it if another program uses it.',
    where,
    fixes:
      replacement === null
        ? []
        : [
            tagFix(`Replace by ${replacement}`, where.cell, {
              remove: [tag],
              add: [replacement]
            })
          ]
  };
}
