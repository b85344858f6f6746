/** Where the runs of a notebook are kept: the path says which workspace's store to ask. */
export interface NotebookScope {
  /** Path of the notebook, relative to the served folder. */
  readonly notebook: string;
}
