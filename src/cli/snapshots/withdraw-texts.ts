import type { Withdrawn } from '../../core/api/types';
import { filesText } from './texts';

// What is said about snapshots that are taken back from where they were published.

export const howToWithdraw = () =>
  `To withdraw a snapshot, while nobody publishes there:
  folder, s3://  kalette snapshot remove SNAPSHOT --from REMOTE
  https://       the same with the folder or bucket that the server serves
  oci://         remove the artifact with the tag s-HEX with the registry's own tools; HEX
                 is behind sha256: in the link
What others have fetched stays with them.`;

export const withdrawn = ({ url, files, kept, unknown }: Withdrawn) =>
  `${url} opens nothing any more; ${filesText(files)} removed there${
    kept === 0
      ? ''
      : unknown
        ? `, ${kept} kept, as not all other snapshots there say what they need`
        : `, ${kept} kept for other snapshots`
  }. Whoever has fetched it keeps their copy.`;
