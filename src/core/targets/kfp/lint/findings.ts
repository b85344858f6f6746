/** What KFP does with a mistake: it refuses the document, drops the part, or fails at run time. */
export type Verdict = 'refused' | 'ignored' | 'fails-late';

/** A mistake in a document of KFP, at a path of keys from the document's root. */
export interface Finding {
  readonly verdict: Verdict;
  readonly path: string;
  readonly message: string;
}

export const finding = (
  verdict: Verdict,
  path: string,
  message: string
): Finding => ({ verdict, path, message });
