// A notebook as people write them: reading, cleaning, features, models, plots, reports, with
// helpers, classes, comments and magics between them.
import { code, notebook } from './notebooks.mjs';

const IMPORTS = `%matplotlib inline
import json
import os
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler`;

const FUNCTIONS = `def clean(frame, columns=None, *, drop=True):
    """Strip names, drop doubles and fill what is missing with the median."""
    frame = frame.rename(columns=lambda name: name.strip().lower().replace(" ", "_"))
    if drop:
        frame = frame.drop_duplicates()
    for column in columns or frame.select_dtypes("number").columns:
        median = frame[column].median()
        frame[column] = frame[column].fillna(median)
    return frame


@dataclass
class Report:
    title: str
    lines: list = field(default_factory=list)

    def add(self, text, *args):
        self.lines.append(text.format(*args))
        return self

    def show(self):
        print(self.title, *self.lines, sep="\\n  ")`;

const BODIES = [
  n => `# Part ${n}: what was recorded
raw_${n} = pd.read_csv(Path(folder) / "part_${n}.csv", parse_dates=["time"])
raw_${n}.head()`,
  n => `table_${n} = clean(raw_${n})
table_${n}["hour"] = table_${n}["time"].dt.hour
table_${n}["is_late"] = (table_${n}["hour"] > 20) | (table_${n}["hour"] < 6)
table_${n} = table_${n}.query("amount > 0 and amount < @largest")
assert not table_${n}.empty, "nothing is left of part ${n}"
table_${n}.describe(include="all")`,
  n => `by_shop_${n} = (
    table_${n}.groupby(["shop", "hour"], as_index=False)
    .agg(total=("amount", "sum"), mean=("amount", "mean"), count=("amount", "size"))
    .sort_values("total", ascending=False)
)
busiest_${n} = by_shop_${n}.iloc[0]
print(f"{busiest_${n}['shop']}: {busiest_${n}['total']:.0f} at {busiest_${n}['hour']} h")`,
  n => `pd.crosstab(
    table_${n}["kind"], table_${n}["hour"], values=table_${n}["amount"], aggfunc="sum"
).round(1)`,
  n => `counts_${n} = Counter(table_${n}["kind"])
names_${n} = [name for name, count in counts_${n}.most_common(10) if count > 3]
index_${n} = {name: place for place, name in enumerate(names_${n})}
seen = defaultdict(list)
for row in table_${n}.itertuples():
    if row.kind in index_${n}:
        seen[row.kind].append(row.amount)
spread_${n} = {kind: (min(values), max(values)) for kind, values in seen.items()}`,
  n => `def features_${n}(frame, window=${(n % 7) + 2}):
    """Rolling figures for each shop, and the kinds as columns."""
    rolled = frame.groupby("shop")["amount"].rolling(window, min_periods=1)
    out = pd.DataFrame({
        "mean": rolled.mean().reset_index(level=0, drop=True),
        "std": rolled.std().reset_index(level=0, drop=True).fillna(0),
    })
    for kind in names_${n}:
        out[f"is_{kind}"] = (frame["kind"] == kind).astype(int)
    return out.join(frame[["hour", "is_late"]])`,
  n => `X_${n} = features_${n}(table_${n})
y_${n} = table_${n}["returned"].astype(int)
X_train_${n}, X_test_${n}, y_train_${n}, y_test_${n} = train_test_split(
    X_${n}, y_${n}, test_size=test_share, random_state=${n}, stratify=y_${n}
)`,
  n => `%%time
models_${n} = {
    "line": make_pipeline(StandardScaler(), LogisticRegression(C=strength, max_iter=500)),
    "forest": RandomForestClassifier(n_estimators=trees, random_state=${n}),
}
scores_${n} = {}
for name, model in models_${n}.items():
    model.fit(X_train_${n}, y_train_${n})
    guessed = model.predict_proba(X_test_${n})[:, 1]
    scores_${n}[name] = roc_auc_score(y_test_${n}, guessed)
    print(name, round(scores_${n}[name], 3))`,
  n => `best_${n} = max(scores_${n}, key=scores_${n}.get)
best_model_${n} = models_${n}[best_${n}]
right_${n} = accuracy_score(y_test_${n}, best_model_${n}.predict(X_test_${n}))
print(f"{best_${n}} is right in {right_${n}:.1%} of {len(y_test_${n})} cases")`,
  n => `best_model_${n}.get_params()`,
  n => `fig, axes = plt.subplots(1, 2, figsize=(10, 3))
axes[0].bar(list(scores_${n}), list(scores_${n}.values()))
axes[0].set_title("Part ${n}")
by_shop_${n}.plot(x="hour", y="total", ax=axes[1])
fig.savefig(f"plots/part_${n}.png", dpi=120)
plt.close(fig)`,
  n => `report_${n} = Report("Part ${n}")
report_${n}.add("best: {}", best_${n}).add("right: {:.2f}", right_${n})
if right_${n} < 0.5:
    report_${n}.add("worse than guessing")
try:
    report_${n}.add("first kind: {}", names_${n}[0])
except IndexError:
    report_${n}.add("no kinds")
report_${n}.show()
with open(f"reports/part_${n}.json", "w") as out:
    json.dump({"best": best_${n}, "right": right_${n}, "spread": spread_${n}}, out)`
];

const HALF = BODIES.length / 2;

/** A study in parts, each of two steps: the data, and the models. About 270 characters a cell. */
export function realistic(cells) {
  const body = Array.from({ length: cells - 3 }, (_, place) => {
    const part = Math.floor(place / BODIES.length);
    const tags =
      place % HALF === 0
        ? [
            `step:part_${part}_${place % BODIES.length === 0 ? 'data' : 'model'}`
          ]
        : [];
    return code(`r${place}`, tags, BODIES[place % BODIES.length](part));
  });
  return notebook([
    code('i', ['imports'], IMPORTS),
    code('f', ['functions'], FUNCTIONS),
    code(
      'p',
      ['pipeline-parameters'],
      'trees = 200\nstrength = 0.5\nlargest = 5000\ntest_share = 0.25\nfolder = "data"'
    ),
    ...body
  ]);
}
