import { remember } from './remember';

/** Where the axes of a drawing come from that something else than pyplot has made. */
export const AXES = 'matplotlib.pyplot.axes';

/** True for a figure, its axes, and all that is part of them: a change of one is one of all. */
export const isDrawing = remember(path =>
  /^matplotlib\.(?:pyplot\.(?:subplots|subplot_mosaic|subplot2grid|figure|axes|subplot|gca|gcf)|figure\.Figure)(?:$|[.[])/.test(
    path
  )
);

/** Methods of a drawing that give a part of it. */
const GIVING = new Set(
  `add_subplot add_axes add_subfigure subfigures subplots subplot_mosaic add_gridspec
  twinx twiny inset_axes secondary_xaxis secondary_yaxis gca get_figure get_axes get_lines
  get_children get_legend get_xaxis get_yaxis figimage plot semilogx semilogy loglog bar barh
  scatter imshow pcolormesh matshow axhline axvline axline axhspan axvspan hlines vlines fill
  fill_between stem step errorbar text annotate legend colorbar set_title set_xlabel set_ylabel
  suptitle add_patch add_artist add_line add_collection flatten ravel reshape tolist item
  squeeze pop`.split(/\s+/)
);

/** True for a method whose result is part of the drawing, as the line that `plot` gives. */
export function givesDrawing(method: string): boolean {
  return GIVING.has(method);
}

/** True for a method that only looks at a drawing. */
export function looksAtDrawing(method: string): boolean {
  return method.startsWith('get_');
}

/** Arguments by which a function is told what to draw on. */
export function namesDrawing(name: string | null): boolean {
  return name === 'ax' || name === 'axes' || name === 'axs' || name === 'cax';
}
