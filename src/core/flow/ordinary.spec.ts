import { flowOf } from './testing/texts';

function analyse(...texts: readonly string[]) {
  const { value, urgent } = flowOf(...texts);
  return {
    urgent,
    edges: value.edges.map(({ from, to }) => `${from} → ${to}`),
    reads: Object.fromEntries(
      value.steps.map(({ name, reads }) => [
        name,
        reads.map(({ variable, from }) => `${variable} from ${from}`).sort()
      ])
    )
  };
}

describe('an ordinary notebook', () => {
  it('that cleans a table', () => {
    const { urgent, edges, reads } = analyse(
      `# imports
import numpy as np
import pandas as pd
pd.set_option("display.max_columns", 50)`,
      `# pipeline-parameters
source = "orders.csv"
limit = 0.99`,
      `# step:load
orders = pd.read_csv(source, parse_dates=["date"])
orders.head()`,
      `# step:clean
orders = orders.drop_duplicates()
orders.columns = [name.strip().lower() for name in orders.columns]
orders["price"] = pd.to_numeric(orders["price"], errors="coerce")
orders.loc[orders["price"] < 0, "price"] = np.nan
orders.dropna(subset=["price"], inplace=True)
cap = orders["price"].quantile(limit)
orders["price"] = orders["price"].clip(upper=cap)
for column in ["city", "country"]:
    orders[column] = orders[column].str.title().fillna("Unknown")`,
      `# step:by_city
cities = orders.groupby("city")["price"].agg(["sum", "mean", "count"])
cities = cities.sort_values("sum", ascending=False).reset_index()
cities.head(10)`,
      `# step:by_month
monthly = orders.set_index("date").resample("MS")["price"].sum()
growth = monthly.pct_change().fillna(0)`,
      `# step:report
cities.to_csv("cities.csv", index=False)
summary = pd.DataFrame({"monthly": monthly, "growth": growth})
summary.to_csv("monthly.csv")
total = float(summary["monthly"].sum())`,
      `# pipeline-metrics
print(total)`
    );
    expect(urgent).toEqual([]);
    expect(edges).toEqual([
      'load → clean',
      'clean → by_city',
      'clean → by_month',
      'by_city → report',
      'by_month → report'
    ]);
    expect(reads).toMatchObject({
      by_city: ['orders from clean'],
      by_month: ['orders from clean'],
      report: [
        'cities from by_city',
        'growth from by_month',
        'monthly from by_month'
      ]
    });
  });

  it('that compares models', () => {
    const { urgent, edges, reads } = analyse(
      `# imports
from sklearn.datasets import load_wine
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, confusion_matrix
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC`,
      `# pipeline-parameters
test_size = 0.25
seed = 7`,
      `# functions
def evaluate(model, X, y):
    predicted = model.predict(X)
    return accuracy_score(y, predicted)`,
      `# step:split
X, y = load_wine(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(
    X, y, test_size=test_size, random_state=seed, stratify=y)`,
      `# step:logistic
logistic = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000, random_state=seed))
logistic.fit(X_train, y_train)
logistic_score = evaluate(logistic, X_test, y_test)`,
      `# step:forest
forest = RandomForestClassifier(n_estimators=200, random_state=seed).fit(X_train, y_train)
forest_score = evaluate(forest, X_test, y_test)`,
      `# step:svm
search = GridSearchCV(make_pipeline(StandardScaler(), SVC(random_state=seed)), {"svc__C": [0.1, 1, 10]}, cv=3)
search.fit(X_train, y_train)
svm = search.best_estimator_
svm_score = evaluate(svm, X_test, y_test)`,
      `# step:choose
scores = {"logistic": logistic_score, "forest": forest_score, "svm": svm_score}
models = {"logistic": logistic, "forest": forest, "svm": svm}
best = max(scores, key=scores.get)
print(best, confusion_matrix(y_test, models[best].predict(X_test)))
accuracy = scores[best]`,
      `# pipeline-metrics
print(accuracy)`
    );
    expect(urgent).toEqual([]);
    expect(edges.filter(edge => edge.endsWith('choose'))).toEqual([
      'split → choose',
      'logistic → choose',
      'forest → choose',
      'svm → choose'
    ]);
    expect(reads['forest']).toEqual([
      'X_test from split',
      'X_train from split',
      'y_test from split',
      'y_train from split'
    ]);
    expect(edges).not.toContain('logistic → forest');
    expect(edges).not.toContain('forest → svm');
  });

  it('that trains a network', () => {
    const { urgent, edges, reads } = analyse(
      `# imports
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset`,
      `# pipeline-parameters
epochs = 3
rate = 0.01`,
      `# functions
class Net(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(4, width), nn.ReLU(), nn.Linear(width, 1))

    def forward(self, x):
        return self.layers(x)

def accuracy(model, batches):
    model.eval()
    correct = count = 0
    with torch.no_grad():
        for inputs, targets in batches:
            correct += ((model(inputs) > 0) == (targets > 0)).sum().item()
            count += len(targets)
    return correct / count`,
      `# step:data
generator = torch.Generator().manual_seed(0)
features = torch.randn(256, 4, generator=generator)
labels = (features.sum(dim=1, keepdim=True) > 0).float()`,
      `# step:train
torch.manual_seed(1)
batches = DataLoader(TensorDataset(features, labels), batch_size=32, shuffle=True)
model = Net(16)
optimizer = torch.optim.Adam(model.parameters(), lr=rate)
loss_function = nn.BCEWithLogitsLoss()
history = []
for epoch in range(epochs):
    model.train()
    total = 0.0
    for inputs, targets in batches:
        optimizer.zero_grad()
        loss = loss_function(model(inputs), targets)
        loss.backward()
        optimizer.step()
        total += loss.item()
    history.append(total / len(batches))
    print(epoch, history[-1])`,
      `# step:score
score = accuracy(model, DataLoader(TensorDataset(features, labels), batch_size=64))`,
      `# step:save
torch.save(model.state_dict(), "net.pt")
print(min(history))`,
      `# pipeline-metrics
print(score)`
    );
    expect(urgent).toEqual([]);
    expect(edges).toEqual([
      'data → train',
      'data → score',
      'train → score',
      'train → save',
      // Evaluation leaves the model in another mode.
      'score → save'
    ]);
    expect(reads['save']).toEqual(['history from train', 'model from score']);
  });

  it('that forecasts a series', () => {
    const { urgent, edges } = analyse(
      `# imports
import numpy as np
import pandas as pd
import warnings
warnings.filterwarnings("ignore")`,
      `# step:series
rng = np.random.default_rng(0)
days = pd.date_range("2024-01-01", periods=400, freq="D")
trend = np.linspace(0, 10, len(days))
season = 3 * np.sin(2 * np.pi * np.arange(len(days)) / 7)
series = pd.Series(trend + season + rng.normal(0, 0.5, len(days)), index=days)`,
      `# step:features
frame = series.to_frame("y")
for lag in (1, 7, 14):
    frame[f"lag_{lag}"] = frame["y"].shift(lag)
frame["weekday"] = frame.index.dayofweek
frame["rolling"] = frame["y"].rolling(7).mean().shift(1)
frame = frame.dropna()
train, test = frame.iloc[:-28], frame.iloc[-28:]`,
      `# step:naive
naive = test["lag_7"]
naive_error = (test["y"] - naive).abs().mean()`,
      `# step:linear
columns = [name for name in train.columns if name != "y"]
A = np.column_stack([np.ones(len(train)), train[columns]])
weights, *_ = np.linalg.lstsq(A, train["y"], rcond=None)
forecast = np.column_stack([np.ones(len(test)), test[columns]]) @ weights
linear_error = np.abs(test["y"] - forecast).mean()`,
      `# step:compare
errors = pd.Series({"naive": naive_error, "linear": linear_error}).sort_values()
print(errors)
improvement = 1 - errors.iloc[0] / errors.iloc[-1]`
    );
    expect(urgent).toEqual([]);
    expect(edges).toEqual([
      'series → features',
      'features → naive',
      'features → linear',
      'naive → compare',
      'linear → compare'
    ]);
  });

  it('that counts words', () => {
    const { urgent, edges, reads } = analyse(
      `# imports
import json
import re
from collections import Counter, defaultdict
from pathlib import Path`,
      `# pipeline-parameters
folder = "texts"
top = 20`,
      `# step:read
documents = {}
for path in sorted(Path(folder).glob("*.txt")):
    documents[path.stem] = path.read_text(encoding="utf-8")
print(len(documents))`,
      `# functions
STOP = {"the", "a", "of"}
def tokens(text):
    return [word for word in re.findall(r"[a-z']+", text.lower()) if word not in STOP]`,
      `# step:count
counts = {name: Counter(tokens(text)) for name, text in documents.items()}
overall = sum(counts.values(), Counter())`,
      `# step:pairs
pairs = defaultdict(int)
for text in documents.values():
    words = tokens(text)
    for left, right in zip(words, words[1:]):
        pairs[left, right] += 1
longest = None
for pair in pairs:
    if longest is None or len(" ".join(pair)) > len(" ".join(longest)):
        longest = pair`,
      `# step:write
result = {"words": overall.most_common(top), "pairs": [[*pair, n] for pair, n in pairs.items() if n > 1]}
with open("words.json", "w") as out:
    json.dump(result, out, indent=2)
try:
    share = overall.most_common(1)[0][1] / sum(overall.values())
except (IndexError, ZeroDivisionError):
    share = 0.0
print(longest, share)`
    );
    expect(urgent).toEqual([]);
    expect(edges).toEqual([
      'read → count',
      'read → pairs',
      'count → write',
      'pairs → write'
    ]);
    expect(reads['write']).toEqual([
      'longest from pairs',
      'overall from count',
      'pairs from pairs'
    ]);
  });

  it('that draws', () => {
    const { urgent, edges } = analyse(
      `# imports
%matplotlib inline
import os
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns
sns.set_theme(style="whitegrid")
plt.rcParams["figure.figsize"] = (8, 5)`,
      `# step:data
x = np.linspace(0, 10, 200)
waves = pd.DataFrame({"x": x, "sin": np.sin(x), "cos": np.cos(x)})
os.makedirs("plots", exist_ok=True)`,
      `# step:lines
fig, ax = plt.subplots()
for name, colour in [("sin", "C0"), ("cos", "C1")]:
    ax.plot(waves["x"], waves[name], color=colour, label=name)
ax.set(title="Waves", xlabel="x")
ax.legend()
fig.tight_layout()
fig.savefig("plots/lines.png", dpi=150)
plt.show()`,
      `# step:density
long = waves.melt(id_vars="x", var_name="wave")
plt.figure()
sns.histplot(data=long, x="value", hue="wave", kde=True)
plt.title("Density")
plt.savefig("plots/density.png")
plt.close()`,
      `# step:grid
fig, axes = plt.subplots(1, 2, figsize=(10, 4), sharey=True)
for ax, name in zip(axes, ["sin", "cos"]):
    sns.lineplot(data=waves, x="x", y=name, ax=ax)
    ax.set_title(name)
plt.savefig("plots/grid.png")
plt.show()`
    );
    expect(urgent).toEqual([]);
    expect(edges).toEqual(['data → lines', 'data → density', 'data → grid']);
  });

  it('that trains networks side by side', () => {
    const branch = (name: string, folder: string) => `# step:${name} prev:data
${folder}
best = ModelCheckpoint(monitor="val_loss", filepath="weights/${name}.h5")
${name} = Sequential([Dense(8), Dense(1)])
${name}.compile(loss="mse")
${name}.fit(points, heights, validation_split=0.2, callbacks=[best])
${name}.load_weights("weights/${name}.h5")
loss_${name} = ${name}.evaluate(points, heights)`;
    const { urgent, edges } = analyse(
      `# imports
import os
from pathlib import Path
import numpy as np
from tensorflow.keras.callbacks import ModelCheckpoint
from tensorflow.keras.layers import Dense
from tensorflow.keras.models import Sequential`,
      `# step:data
points = np.load("points.npy")
heights = np.load("heights.npy")`,
      branch('small', 'os.makedirs("weights", exist_ok=True)'),
      branch('large', 'Path("weights").mkdir(exist_ok=True)'),
      `# step:choose prev:small prev:large
print(min(loss_small, loss_large))`
    );
    expect(urgent).toEqual([]);
    expect(edges).toEqual([
      'data → small',
      'data → large',
      'small → choose',
      'large → choose'
    ]);
  });
});
