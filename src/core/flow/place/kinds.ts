import { remember } from '../library/remember';
import { type Item } from '../replay/heap/heap';
import { itemsOf } from '../replay/heap/objects';
import type { Version } from '../replay/heap/versions';
import type { World } from '../replay/world';
import type { VariableKind } from '../types';

/** Libraries whose classes are models. */
const MODELS =
  /^(?:sklearn|xgboost|lightgbm|catboost|keras|tensorflow\.keras|torch\.nn|statsmodels|prophet)\.(?:\w+\.)*_?[A-Z]\w*$/;

/** Functions of them that make models. */
const MODEL_MAKERS =
  /^sklearn\.(?:pipeline\.make_\w+|compose\.make_\w+)$|^(?:xgboost|lightgbm)\.train$/;

/** Classes of those libraries that hold or describe data instead. */
const NO_MODELS = /\.(?:Dataset|DMatrix|DataFrame|Tensor|Parameter)$/;

const DATA =
  /^(?:pandas|numpy|polars|pyarrow|scipy\.sparse|xarray|geopandas|dask\.(?:dataframe|array)|datasets|sklearn\.(?:datasets|model_selection\.train_test_split))(?:\.|$)/;

const isData = remember(path => DATA.test(path));
const isModelClass = remember(
  path => MODELS.test(path) && !NO_MODELS.test(path)
);
const makesModel = remember(path => MODEL_MAKERS.test(path));

/** What a variable is, as far as its origin tells: pipelines show data and models differently. */
export function kindOf(w: World, { value }: Version): VariableKind {
  const items = itemsOf(w.heap, value.objects);
  if (items.some(item => isModel(w, item))) {
    return 'model';
  }
  return items.some(({ path }) => isData(path)) ? 'dataset' : 'value';
}

function isModel(w: World, { kind, path, related, isFresh }: Item): boolean {
  if (kind === 'instance' || kind === 'class') {
    return (
      kind === 'instance' &&
      itemsOf(w.heap, related).some(item => derives(w, item))
    );
  }
  return (
    // What a model's methods give carries its origin, but is no model.
    (!isFresh && isModelClass(path)) || makesModel(path)
  );
}

/** A class of the notebook that extends a model's. */
function derives(w: World, owner: Item, depth = 0): boolean {
  return itemsOf(w.heap, owner.related).some(
    base =>
      isModelClass(base.path) || (depth < 10 && derives(w, base, depth + 1))
  );
}
