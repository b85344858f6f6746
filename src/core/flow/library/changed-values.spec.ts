import { flowOf } from '../testing/texts';

/** What the second of three steps hands on to the third. */
function changedBy(
  library: string,
  one: string,
  two: string,
  three: string
): string {
  const { value } = flowOf(
    `# imports\n${library}`,
    `# step:one\n${one}`,
    `# step:two\n${two}`,
    `# step:three\n${three}`
  );
  return (value.steps[1]?.writes ?? []).join();
}

/** Below the imports for them: the three steps, and what the second hands on. */
const CASES = String.raw`
# import pandas as pd, numpy as np
df = pd.DataFrame({"a": [1]})\nv = df["a"].tolist() | v.sort() | print(v) | v
df = pd.DataFrame({"a": [1]})\nv = df["a"].to_list() | v.reverse() | print(v) | v
df = pd.DataFrame({"a": [1]})\nv = df.to_dict("records") | v.append(1) | print(v) | v
df = pd.DataFrame({"a": [1]})\nv = df.to_dict() | v.clear() | print(v) | v
df = pd.DataFrame({"a": [1]})\nv = df.a.unique() | v.sort() | print(v) | v
df = pd.DataFrame({"a": [1]})\nv = df.columns.tolist() | v.remove("a") | print(v) | v
df = pd.DataFrame({"a": [1]})\nv = df.a.str.split(",")[0] | v.append("a") | print(v) | v
df = pd.DataFrame({"a": [1]})\nv = list(df.columns) | v.remove("a") | print(v) | v
df = pd.DataFrame({"a": [1]})\nv = df.to_records() | v.sort() | print(v) | v
df = pd.DataFrame({"a": [1]})\nv = df.groupby("a").groups | v.pop(1) | print(v) | v
df = pd.DataFrame({"a": [1]})\nv = df.groupby("a").indices | v.pop(1) | print(v) | v
df = pd.DataFrame({"a": [1]})\nv = df.a.values | v.partition(1) | print(v) | v
v = np.array([3,1]) | v.partition(1) | print(v) | v
v = np.array([3,1]) | v.byteswap(True) | print(v) | v
v = np.array([3,1]) | np.random.default_rng(1).shuffle(v) | print(v) | v
v = np.zeros(3) | np.divide.at(v, [0], 1) | print(v) | v
v = np.zeros(3) | np.logical_or.at(v, [0], 1) | print(v) | v
v = np.zeros(3) | np.nan_to_num(v, copy=False) | print(v) | v
v = np.zeros((3,3)) | np.einsum("ii->i", v)[:] = 1 | print(v) | v
v = np.zeros((3,3)) | np.diagonal(v)[0] | print(v) |
df = pd.DataFrame({"a": [1]})\nv = df.select_dtypes("number").columns.tolist() | v.remove("a") | print(v) | v
df = pd.DataFrame({"a": [1]})\nv = df.columns.drop("a").tolist() | v.append("a") | print(v) | v
df = pd.DataFrame({"a": [1]})\nv = df.a.value_counts().index.tolist() | v.pop() | print(v) | v
df = pd.DataFrame({"a": [1]})\nv = sorted(df.columns) | v.pop() | print(v) | v
df = pd.DataFrame({"a": [1]})\nv = df.values.tolist() | v.pop() | print(v) | v
df = pd.DataFrame({"a": [1]})\nv = df.values.tolist() | v[0].append(1) | print(v) | v
df = pd.DataFrame({"a": [1]})\nv = df.T.to_dict("list")["a"] | v.append(1) | print(v) | v
df = pd.DataFrame({"a": [1]})\nv = df.iloc[0].to_dict() | v["a"] = 1 | print(v) | v
df = pd.DataFrame({"a": [1]})\nv = [c for c in df.columns] | v.pop() | print(v) | v
df = pd.DataFrame({"a": [1]})\nv = dict(df.dtypes) | v.pop("a") | print(v) | v
df = pd.DataFrame({"a": [1]})\nv = df.groupby("a").agg(list) | v.a[0].append(1) | print(v) | v
df = pd.DataFrame({"a": [1]})\nv = list(df.itertuples()) | v.pop() | print(v) | v
df = pd.DataFrame({"a": [1]})\nv = df.a.map(lambda n: [n]) | v.iloc[0].append(1) | print(v) | v
v = np.arange(4).reshape(2, 2).tolist() | v[0].append(1) | print(v) | v
v = np.unique([3, 1], return_counts=True) | v[1].sort() | print(v) | v
# import torch
v = torch.zeros(3) | v.add_(1) | print(v) | v
v = torch.zeros(3) | torch.nn.init.orthogonal_(v) | print(v) | v
m = torch.nn.Linear(1,1) | torch.nn.utils.clip_grad_value_(m.parameters(), 1) | print(m) | m
v = torch.zeros(3).tolist() | v.append(1) | print(v) | v
t = torch.zeros(3)\nv = t.numpy() | v.fill(1) | print(t) | t
# import torch\nfrom torch import nn
m = nn.Linear(1,1) | m.apply(print) | print(m) | m
# import torch\nfrom torch import nn\nclass N(nn.Module):\n  def __init__(self):\n    super().__init__()\n    self.a = nn.Linear(1,1)
m = N() | m.apply(print) | print(m) | m
m = N() | m.half() | print(m) | m
m = N() | opt = torch.optim.SGD(m.parameters(), 0.1)\nopt.step() | print(m) | m
# import cv2, numpy as np
v = np.zeros((3,3)) | cv2.rectangle(v, (0,0), (1,1), 255, -1) | print(v) | v
v = np.zeros((3,3)) | cv2.putText(v, "a", (0,0), 1, 1, 1) | print(v) | v
# from PIL import Image, ImageDraw
im = Image.new("L", (3,3)) | d = ImageDraw.Draw(im)\nd.text((0,0), "a") | print(im) | im
im = Image.new("L", (3,3))\nd = ImageDraw.Draw(im) | d.line((0,0,1,1)) | print(im) | im
# from PIL import Image
im = Image.new("L", (3,3)) | px = im.load()\npx[0, 0] = 3 | print(im) | im
# import scanpy as sc
ad = sc.read("a.h5ad") | sc.pp.normalize_total(ad) | print(ad) | ad
ad = sc.read("a.h5ad") | sc.tl.umap(ad) | print(ad) | ad
ad = sc.read("a.h5ad") | sc.pl.umap(ad) | print(ad) |
# import networkx as nx
G = nx.Graph() | nx.set_node_attributes(G, 1, "a") | print(G) | G
G = nx.Graph() | nx.add_path(G, [1, 2]) | print(G) | G
# from hyperopt import fmin, Trials
t = Trials() | fmin(print, {}, trials=t) | print(t) | t
# import json
d = {"a": [1]} | json.loads("[]", object_hook=d.update) | print(d) | d
v = json.loads("{}") | v.setdefault("a", []).append(1) | print(v) | v
# import random
v = [1] | random.Random(3).shuffle(v) | print(v) | v
# from sklearn.utils import shuffle
v = [1] | shuffle(v) | print(v) |
# from collections import Counter
c = Counter() | c.subtract("a") | print(c) | c
v = Counter("aab").most_common() | v.pop() | print(v) | v
# import array
c = array.array("i", [1]) | c.frombytes(b"") | print(c) | c
# import copy
c = [1] | copy.copy(c).append(1) | print(c) |
# import operator
c = [1] | operator.methodcaller("append", 1)(c) | print(c) | c
c = [1] | operator.iconcat(c, [2]) | print(c) | c
c = {1} | operator.ior(c, {2}) | print(c) | c
# import tensorflow as tf
v = tf.Variable(1.0) | v.assign(2.0) | print(v) | v
# from dateutil.relativedelta import relativedelta\nimport datetime as dt
v = dt.date(2020,1,1) | v + relativedelta(days=1) | print(v) |
# import scipy.linalg as la, numpy as np
v = np.eye(2) | la.inv(v, overwrite_a=True) | print(v) | v
# import pandas as pd
df = pd.DataFrame({"a": [1]}) | df.insert(0, "b", 1) | print(df) | df
df = pd.DataFrame({"a": [1]}) | df.columns = ["b"] | print(df) | df
df = pd.DataFrame({"a": [1]}) | df.index.name = "b" | print(df) | df
df = pd.DataFrame({"a": [1]}) | df.a.iat[0] = 3 | print(df) | df
df = pd.DataFrame({"a": [1]}) | df.pipe(lambda d: d.insert(0, "q", 1)) | print(df) | df
df = pd.DataFrame({"a": [[1]]}) | df.a.apply(lambda x: x.append(2)) | print(df) | df
df = pd.DataFrame({"a": [[1]]}) | for r in df.a: r.append(3) | print(df) | df
df = pd.DataFrame({"a": [1]}) | df.set_crs(1, inplace=True) | print(df) | df
# import pyspark
df = pyspark.sql.SparkSession().read.csv("a")\nv = df.toPandas() | w = v.set_index("a"), v.melt(), v.pipe(len) | print(v) |
df = pyspark.sql.SparkSession().read.csv("a")\nv = df.toPandas() | v.insert(0, "a", 1) | print(v) | v
# import json, pathlib
v = json.loads(pathlib.Path("a").read_text())["rows"] | v.sort() | print(v) | v
# import re
v = re.findall("a", "b") | v.append(1) | print(v) | v
# import glob
v = glob.glob("*.csv") | v.sort() | print(v) | v
# from pathlib import Path
v = sorted(Path(".").glob("*")) | v.pop() | print(v) | v
# from sklearn.model_selection import GridSearchCV as G
g = G(None, {}).fit([[1]], [1])\nv = g.cv_results_ | v.pop("a") | print(v) | v
# from sklearn.pipeline import Pipeline
p = Pipeline([]) | p.steps.append(("a", 1)) | print(p) | p
# import csv
with open("a") as f: v = list(csv.reader(f)) | v.pop(0) | print(v) | v
with open("a") as f: v = [r for r in csv.DictReader(f)] | v[0]["a"] = 1 | print(v) | v
# import yaml
v = yaml.safe_load("a: [1]") | v["a"].append(2) | print(v) | v
# import requests
v = requests.get("u").json() | v["a"].append(2) | print(v) | v
# import itertools
v = [list(g) for k, g in itertools.groupby([1])] | v[0].append(2) | print(v) | v
# import subprocess
v = subprocess.run(["a"], capture_output=True).stdout.splitlines() | v.pop() | print(v) | v
# import statsmodels.api as sm
v = sm.OLS([1], [1]).fit().params | v.drop("a", inplace=True) | print(v) | v
v = sm.OLS([1], [1]).fit().params | v["a"] = 1 | print(v) | v
# import xgboost as xgb
v = xgb.train({}, xgb.DMatrix([1])).get_score() | v.pop("a") | print(v) | v
# import numpy as np
with np.load("a.npz") as z: v = z["a"] | v.sort() | print(v) | v
# import sqlite3
with sqlite3.connect("a.db") as c: v = c.execute("select 1").fetchall() | v.append(1) | print(v) | v
# import joblib
v = joblib.load("a") | v.append(1) | print(v) | v
# from joblib import Parallel, delayed
v = Parallel(2)(delayed(len)(x) for x in ["a"]) | v.append(1) | print(v) | v
# from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor() as e: v = list(e.map(len, ["a"])) | v.append(1) | print(v) | v
`;

function casesIn(text: string): readonly (readonly string[])[] {
  let library = '';
  return text
    .trim()
    .split('\n')
    .flatMap(line => {
      const fields = line.replaceAll('\\n', '\n').split(' | ');
      if (line.startsWith('# ')) {
        library = line.slice(2).replaceAll('\\n', '\n');
        return [];
      }
      const [one = '', two = '', three = '', writes = ''] = fields;
      return [[library, one, two, three, writes.trim()]];
    });
}

describe('a value that came out of a library', () => {
  it.each(casesIn(CASES))(
    '%s: %s; %s; %s',
    (library, one, two, three, writes) => {
      expect(changedBy(library, one, two, three)).toBe(writes);
    }
  );
});
