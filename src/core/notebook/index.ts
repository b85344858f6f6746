export { changedTags, lastFirst, offsetAt, withIgnored } from './apply-fix';
export { GPU_TYPES } from './gpu';
export { importedModules } from './imported-modules';
export { cellHash, withLearned, withNoted } from './learned';
export { pipelineName } from './notebook-settings';
export { METADATA_KEY, METADATA_VERSION } from './own-metadata';
export { readNotebook } from './read-notebook';
export {
  isQuantity,
  isStepName,
  isVariableName,
  readTag,
  ROLE_TAGS
} from './tags';
export { renameStep, setPrev, setRole, setSettings } from './write-tags';
