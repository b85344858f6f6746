import type { Arrow } from './order';

/** Sizes of the rail in CSS pixels. */
export const ROW_HEIGHT = 26;
export const LANE_WIDTH = 13;
const INSET = 10;
const MOST_LANES = 4;

export interface RailNode {
  readonly id: string;
  readonly lane: number;
  readonly x: number;
  readonly y: number;
}

export interface RailEdge {
  readonly from: string;
  readonly to: string;
  /** Path data of an SVG `path`. */
  readonly path: string;
}

/** The graph of steps drawn beside their list. */
export interface RailGeometry {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly RailNode[];
  readonly edges: readonly RailEdge[];
  /** How many lanes are drawn over the last one because there is no room for more. */
  readonly hidden: number;
}

/** Something that needs a lane of its own over some rows. */
interface Track {
  readonly rows: readonly number[];
  start: number;
  end: number;
  lane: number;
}

interface Arc {
  readonly from: number;
  readonly to: number;
  /** Where the arc runs between its rows. */
  track: Track | null;
}

/**
 * Lays out rows, given from top to bottom, and the edges between them, given without
 * transitive ones. The longest way down from a row stays in the row's lane; every other
 * branch takes the first lane that is free over all rows that it passes.
 */
export function rail(
  rows: readonly string[],
  arrows: readonly Arrow[]
): RailGeometry {
  const place = new Map(rows.map((id, row) => [id, row]));
  const arcs = arrows.flatMap(([from, to]): Arc[] => {
    const [a, b] = [place.get(from), place.get(to)];
    return a !== undefined && b !== undefined && a < b
      ? [{ from: a, to: b, track: null }]
      : [];
  });
  const chains = findChains(rows.length, arcs);
  const tracks = routeArcs(chains, arcs);
  const lanes = takeLanes(tracks);
  const laneOf = (row: number): number => chains[row]?.lane ?? 0;
  const shown = Math.min(Math.max(lanes, 1), MOST_LANES);
  return {
    width: INSET + (shown - 1) * LANE_WIDTH + INSET,
    height: rows.length * ROW_HEIGHT,
    hidden: lanes - Math.min(lanes, MOST_LANES),
    nodes: rows.map((id, row) => ({
      id,
      lane: laneOf(row),
      x: xOf(laneOf(row)),
      y: yOf(row)
    })),
    edges: arcs.map(arc => ({
      from: rows[arc.from] ?? '',
      to: rows[arc.to] ?? '',
      path: draw(arc, laneOf(arc.from), laneOf(arc.to))
    }))
  };
}

/** The track of each row: rows that follow each other in one lane share theirs. */
function findChains(count: number, arcs: readonly Arc[]): readonly Track[] {
  const heirs = longestWays(count, arcs);
  const parents = new Array<number | undefined>(count).fill(undefined);
  for (const { from, to } of arcs) {
    if (heirs[from] === to) {
      parents[to] = Math.min(from, parents[to] ?? from);
    }
  }
  const tracks: Track[] = [];
  for (let row = 0; row < count; row++) {
    const parent = parents[row];
    const inherited = parent === undefined ? undefined : tracks[parent];
    const track = inherited ?? { rows: [], start: row, end: row, lane: 0 };
    (track.rows as number[]).push(row);
    track.end = row;
    tracks.push(track);
  }
  return tracks;
}

/** For each row the child from which the way down is longest, the first of equal ones. */
function longestWays(
  count: number,
  arcs: readonly Arc[]
): readonly (number | undefined)[] {
  const depth = new Array<number>(count).fill(0);
  const heirs = new Array<number | undefined>(count).fill(undefined);
  const upward = [...arcs].sort((a, b) => b.from - a.from || a.to - b.to);
  for (const { from, to } of upward) {
    const length = (depth[to] ?? 0) + 1;
    if (length > (depth[from] ?? 0)) {
      depth[from] = length;
      heirs[from] = to;
    }
  }
  return heirs;
}

/** Decides for each arc where it runs, and widens tracks by the arcs that run in them. */
function routeArcs(chains: readonly Track[], arcs: readonly Arc[]): Track[] {
  const tracks = new Set(chains);
  for (const arc of arcs) {
    const [above, below] = [chains[arc.from], chains[arc.to]];
    if (!above || !below || above === below || arc.to === arc.from + 1) {
      continue;
    }
    if (above.rows.at(-1) === arc.from) {
      above.end = Math.max(above.end, arc.to - 1);
      arc.track = above;
    } else if (below.rows[0] === arc.to) {
      below.start = Math.min(below.start, arc.from + 1);
      arc.track = below;
    } else {
      arc.track = { rows: [], start: arc.from + 1, end: arc.to - 1, lane: 0 };
      tracks.add(arc.track);
    }
  }
  return [...tracks];
}

/** Gives each track the first lane that is free over all its rows; tells how many there are. */
function takeLanes(tracks: readonly Track[]): number {
  const lanes: Track[][] = [];
  const inOrder = [...tracks].sort(
    (a, b) => a.start - b.start || (a.rows[0] ?? 0) - (b.rows[0] ?? 0)
  );
  for (const track of inOrder) {
    const free = lanes.findIndex(taken =>
      taken.every(other => other.end < track.start || track.end < other.start)
    );
    track.lane = free < 0 ? lanes.length : free;
    const lane = lanes[track.lane];
    if (lane) {
      lane.push(track);
    } else {
      lanes.push([track]);
    }
  }
  return lanes.length;
}

function xOf(lane: number): number {
  return INSET + Math.min(lane, MOST_LANES - 1) * LANE_WIDTH;
}

function yOf(row: number): number {
  return row * ROW_HEIGHT + ROW_HEIGHT / 2;
}

function draw(arc: Arc, laneFrom: number, laneTo: number): string {
  const [from, to] = [xOf(laneFrom), xOf(laneTo)];
  const [top, bottom] = [yOf(arc.from), yOf(arc.to)];
  const via = arc.track ? xOf(arc.track.lane) : to;
  const start = `M${from} ${top}`;
  if (from === to && via === to) {
    return `${start}V${bottom}`;
  }
  const leave = via === from ? '' : bend(from, top, via);
  const arrive =
    via === to
      ? `V${bottom}`
      : `V${bottom - ROW_HEIGHT}${bend(via, bottom - ROW_HEIGHT, to)}`;
  return start + leave + arrive;
}

/** A curve of one row's height to another lane. */
function bend(from: number, top: number, to: number): string {
  const pull = Math.round(ROW_HEIGHT * 0.62);
  const bottom = top + ROW_HEIGHT;
  return `C${from} ${top + pull} ${to} ${bottom - pull} ${to} ${bottom}`;
}
