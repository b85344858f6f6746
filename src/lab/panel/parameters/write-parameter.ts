import type { ISharedNotebook } from '@jupyter/ydoc';

import type { Json } from '../../../core/immutable';
import {
  parameterPlace,
  pythonLiteral,
  type ParameterView
} from '../../../core/view';

/** Writes a value, typed as `text`, into the parameters cell, as one undoable change of its source. */
export function writeParameter(
  notebook: ISharedNotebook,
  parameter: ParameterView,
  value: Json,
  text: string
): void {
  const cell = notebook.cells.find(({ id }) => id === parameter.cell);
  const place = cell && parameterPlace(cell.getSource(), parameter.name);
  if (cell && place) {
    notebook.transact(() => {
      cell.updateSource(
        place.start,
        place.end,
        pythonLiteral(value, parameter.type, text)
      );
    });
  }
}
