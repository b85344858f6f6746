export const code = (id, tags, source) => ({
  cell_type: 'code',
  id,
  metadata: tags.length > 0 ? { tags } : {},
  source,
  execution_count: null,
  outputs: []
});

export const notebook = cells => ({
  cells,
  metadata: { kernelspec: { name: 'python3', language: 'python' } },
  nbformat: 4,
  nbformat_minor: 5
});

const BODIES = [
  n => `frame_${n} = pd.DataFrame({"a": range(${n % 50} + 5), "b": np.arange(${n % 50} + 5) / 3})
frame_${n}["c"] = frame_${n}["a"] * frame_${n}["b"] + offset
summary_${n} = frame_${n}.groupby("a")["c"].mean()
print(f"{summary_${n}.max():.2f}", len(frame_${n}))`,
  n => `def score_${n}(values, limit=${n}):
    """The share of values above a limit."""
    above = [value for value in values if value > limit * scale]
    return len(above) / max(len(values), 1)

scores_${n} = {name: score_${n}(column) for name, column in frame_${n - 1}.items()}`,
  n => `for name, value in sorted(scores_${n - 1}.items(), key=lambda item: -item[1]):
    if value > 0.5 and name not in ("a", "b"):
        print(name, round(value, 3))
    else:
        offset_${n} = value + 1`,
  n => `with open(f"log-{offset}-${n}.txt", "w") as log_${n}:
    log_${n}.write("\\n".join(map(str, summary_${n - 3}.tolist())))
best_${n} = max(scores_${n - 2}.values(), default=0)
best_${n}`
];

/** A notebook of ordinary cells, ten to a step, that read what cells above them made. */
export function ordinary(cells) {
  const body = Array.from({ length: cells - 2 }, (_, place) =>
    code(
      `c${place}`,
      place % 10 === 0 ? [`step:part_${place / 10}`] : [],
      BODIES[place % BODIES.length](place)
    )
  );
  return notebook([
    code('i', ['imports'], 'import numpy as np\nimport pandas as pd'),
    code('p', ['pipeline-parameters'], 'scale = 0.5\noffset = 2'),
    ...body
  ]);
}

/** A chain of steps that hand on one number. */
export function chain(steps) {
  return notebook(
    Array.from({ length: steps }, (_, place) =>
      code(
        `s${place}`,
        [`step:step_${place}`],
        place === 0 ? 'x = 1' : 'x = x + 1'
      )
    )
  );
}
