import { LabIcon } from '@jupyterlab/ui-components';

/** One-colour icon on a grid of 24, coloured by the theme like JupyterLab's own. */
function icon(name: string, shape: string): LabIcon {
  return new LabIcon({
    name: `jupyterlab-kalette:${name}`,
    svgstr: `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24">${shape}</svg>`
  });
}

const filled = (path: string): string =>
  `<path class="jp-icon3" fill="#616161" fill-rule="evenodd" d="${path}"/>`;

/** A graft: the mark of the product. */
export const kaletteIcon = icon(
  'kalette',
  '<g fill="none"><path class="jp-icon3" stroke="#616161" stroke-width="1.9" stroke-linecap="round" d="M12 21.5V15.5C12 12 10 10.3 7 9.8M12 15.5c0-4.6 1.8-7 5-8.2"/></g>' +
    filled(
      'M7.6 10.6C4.8 11 2.7 9.3 2.2 6c3.5-.4 5.6 1.3 5.4 4.6zM16.4 8c-.8-3.4 1-5.7 5.2-6 .3 4.1-1.6 6.2-5.2 6z'
    )
);

/** The parameters cell. */
export const parametersIcon = icon(
  'parameters',
  filled(
    'M4 6h9v2H4zm13 0h3v2h-3zM14 4.5h2v5h-2zM4 11h3v2H4zm7 0h9v2h-9zM8 9.5h2v5H8zM4 16h9v2H4zm13 0h3v2h-3zM14 14.5h2v5h-2z'
  )
);

/** The metrics cell. */
export const metricsIcon = icon(
  'metrics',
  filled(
    'M4 19h16v2H4zM5 11h3.5v6.5H5zM10.3 7h3.5v10.5h-3.5zM15.6 3h3.5v14.5h-3.5z'
  )
);

/** Cells of imports. */
export const importsIcon = icon(
  'imports',
  filled(
    'M11 3h2v8.2l2.8-2.8 1.4 1.4L12 15 6.8 9.8l1.4-1.4L11 11.2zM4 17h16v4H4z'
  )
);

/** Cells of functions. */
export const functionsIcon = icon(
  'functions',
  filled(
    'M10.5 20.5c-1.2 1-3 1.1-4.2.4l.8-1.7c.8.4 1.7.2 2-.9L10.6 11H8V9.2h3l.6-2.9C12.1 3.9 13.9 2.7 16 3c.8.1 1.5.4 2 .8l-.9 1.7c-1.2-.8-2.7-.5-3.1 1.2l-.5 2.5H16V11h-2.9l-1.4 7c-.2 1.1-.6 1.9-1.2 2.5z'
  )
);

/** Cells that are left out. */
export const skipIcon = icon(
  'skip',
  filled(
    'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 2a7 7 0 0 1 4.2 1.4L6.4 16.2A7 7 0 0 1 12 5zm0 14a7 7 0 0 1-4.2-1.4l9.8-9.8A7 7 0 0 1 12 19z'
  )
);

/** This machine as the target. */
export const machineIcon = icon(
  'machine',
  filled('M5 5h14v10H5zm2 2v6h10V7zM2 17h20v2H2z')
);

/** Writing files for another system. */
export const exportIcon = icon(
  'export',
  filled(
    'M12 3l5 5-1.4 1.4L13 6.8V15h-2V6.8L8.4 9.4 7 8zM4 13h2v6h12v-6h2v8H4z'
  )
);

/** A warning. */
export const warningIcon = icon(
  'warning',
  filled('M12 2.5L22.5 21h-21zm-1 7v5.5h2V9.5zm0 7.2v2h2v-2z')
);

/** An error. */
export const errorIcon = icon(
  'error',
  filled('M8 2.5h8L21.5 8v8L16 21.5H8L2.5 16V8zm3 4v7h2v-7zm0 8.8v2.2h2v-2.2z')
);

/** A note. */
export const infoIcon = icon(
  'info',
  filled(
    'M12 2.5a9.5 9.5 0 1 0 0 19 9.5 9.5 0 0 0 0-19zM11 7h2v2h-2zm0 3.5h2V17h-2z'
  )
);

/** More actions. */
export const moreIcon = icon(
  'more',
  filled('M12 3.1 a1.9 1.9 0 1 1 0 3.8 1.9 1.9 0 0 1 0-3.8z') +
    filled('M12 10.1 a1.9 1.9 0 1 1 0 3.8 1.9 1.9 0 0 1 0-3.8z') +
    filled('M12 17.1 a1.9 1.9 0 1 1 0 3.8 1.9 1.9 0 0 1 0-3.8z')
);

/** The tag of a cell. */
export const tagIcon = icon(
  'tag',
  filled(
    'M3 3h9l9.5 9.5-9 9L3 12zm2 2v6.2l7.5 7.5 6.2-6.2L11.2 5zm3 1.5a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3z'
  )
);

/** Snapshots: layers over each other. */
export const snapshotIcon = icon(
  'snapshot',
  filled(
    'M12 2.5l10 5.4-10 5.4L2 7.9zM4.1 10.6L12 14.9l7.9-4.3L22 11.8l-10 5.4-10-5.4zm0 4.3L12 19.2l7.9-4.3L22 16.1l-10 5.4-10-5.4z'
  )
);

/** Something that is kept. */
export const pinIcon = icon(
  'pin',
  filled('M8 3h8v2l-1 1v5l3 3v2h-5v6h-2v-6H6v-2l3-3V6L8 5z')
);
