import { QUERY } from './sql';

/** Values that another process cannot have, by the call that makes them. */
export const HAZARDS: ReadonlyMap<string, string> = new Map([
  ...entries(
    'open file',
    'builtins.open io.open gzip.open bz2.open lzma.open codecs.open zipfile.ZipFile tarfile.open tempfile.TemporaryFile tempfile.NamedTemporaryFile h5py.File netCDF4.Dataset pandas.ExcelFile pandas.ExcelWriter pandas.HDFStore'
  ),
  ...entries(
    'database connection',
    `sqlite3.connect psycopg2.connect psycopg.connect
    pymysql.connect MySQLdb.connect sqlalchemy.create_engine pymongo.MongoClient redis.Redis
    duckdb.connect snowflake.connector.connect pyodbc.connect cx_Oracle.connect`
  ),
  ...entries('workbook', 'openpyxl.Workbook openpyxl.load_workbook'),
  ...entries(
    QUERY,
    `duckdb.sql duckdb.query duckdb.from_query duckdb.from_df duckdb.table duckdb.view
    duckdb.values duckdb.read_csv duckdb.read_parquet duckdb.read_json duckdb.from_csv_auto
    duckdb.from_parquet`
  ),
  ...entries(
    'network connection',
    `socket.socket socket.create_connection requests.Session
    requests.session urllib.request.urlopen httpx.Client httpx.AsyncClient ftplib.FTP
    smtplib.SMTP paramiko.SSHClient`
  ),
  ...entries(
    'process',
    'subprocess.Popen multiprocessing.Process multiprocessing.Pool'
  ),
  ...entries(
    'lock',
    `threading.Lock threading.RLock threading.Condition threading.Event
    threading.Semaphore threading.BoundedSemaphore threading.Barrier multiprocessing.Lock
    multiprocessing.RLock asyncio.Lock asyncio.Event asyncio.Semaphore`
  ),
  ...entries(
    'thread',
    'threading.Thread threading.Timer _thread.start_new_thread'
  ),
  ...entries(
    'executor',
    `concurrent.futures.ThreadPoolExecutor
    concurrent.futures.ProcessPoolExecutor multiprocessing.pool.ThreadPool`
  ),
  ...entries(
    'event loop',
    'asyncio.new_event_loop asyncio.get_event_loop asyncio.get_running_loop asyncio.create_task asyncio.ensure_future'
  ),
  ...entries(
    'queue',
    'queue.Queue queue.LifoQueue queue.PriorityQueue multiprocessing.Queue asyncio.Queue'
  ),
  ...entries(
    'cluster session',
    `dask.distributed.Client distributed.Client
    tensorflow.Session tensorflow.compat.v1.Session`
  ),
  ...entries(
    'reader of an open file',
    'csv.reader csv.DictReader csv.writer csv.DictWriter'
  ),
  ...entries(
    'hash',
    'hashlib.md5 hashlib.sha1 hashlib.sha224 hashlib.sha256 hashlib.sha384 hashlib.sha512 hashlib.new'
  ),
  ...entries('memory view', 'builtins.memoryview'),
  ...entries('match iterator', 're.finditer'),
  ...entries('match', 're.match re.search re.fullmatch'),
  ...entries('function of NumPy', 'numpy.frompyfunc'),
  ...entries('sort key', 'functools.cmp_to_key'),
  ...entries(
    'weak reference',
    'weakref.ref weakref.proxy weakref.WeakKeyDictionary weakref.WeakValueDictionary weakref.WeakSet weakref.finalize'
  ),
  ...entries(
    'value of a thread or a context',
    'threading.local contextvars.ContextVar'
  ),
  ...entries(
    'logging handler',
    'logging.Handler logging.StreamHandler logging.FileHandler logging.handlers.RotatingFileHandler'
  ),
  ...entries('frame', 'sys._getframe inspect.currentframe'),
  ...entries(
    'handle into a C library',
    'ctypes.pointer ctypes.byref ctypes.CDLL'
  )
]);

function entries(kind: string, paths: string): [string, string][] {
  return paths
    .trim()
    .split(/\s+/)
    .map(path => [path, kind]);
}
