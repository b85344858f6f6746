"""Modules that are imported without anybody having asked for them by name."""

from __future__ import annotations

import os
import pkgutil
import site
import sys
from functools import cache

# What the program of a kernel, the completion of names, the loading of plain variables and the
# libraries of those import, also where it is not installed: all names that stand in imports of
# IPython, ipykernel, jedi, debugpy, numpy, pandas, scipy, scikit-learn, matplotlib and what these
# need.
_NAMED = """
__builtin__ __pypy__ _dummy_thread _manylinux _pydev_bundle _pydev_runfiles _pydevd_bundle
_pydevd_bundle_ext _pydevd_frame_eval _pydevd_frame_eval_ext _pydevd_sys_monitoring _pypy_wait
_pytest _registry _subprocess _typeshed _winreg adbc_driver_manager add_code_to_python_process
annotationlib anydbm AppKit appnope argcomplete array_api_compat array_api_strict astroid
asttokens asyncssh attach_pydevd attach_script backcall BeaEnginePython black botocore bottleneck
bs4 cairo cairocffi capstone catboost cerealizer certifi cffi chardet charset_normalizer
cloudpickle clr code_generators colorama comm contourpy coverage cPickle crash ctags cupy cupyx
curio cycler Cython cython dask dateutil debugpy decorator defusedxml disassemble distorm distorm3
distributed django docrepr docutils dpctl dummy_threading exceptiongroup executing fastparquet
fontTools Foundation fsspec gevent gi glut_support gobject greenlet gtk html5lib hypothesis
ipykernel ipykernel_launcher ipyparallel IPython ipython_pygments_lexers ipywidgets java jax jedi
jinja2 jnius joblib jupyter_ai jupyter_ai_magics jupyter_client jupyter_core kalette kiwisolver
libdisassemble lightgbm lldb lxml lz4 markupsafe matplotlib matplotlib_inline memory_profiler
mpl_toolkits mpmath msgpack mypy narwhals nbformat ndonnx nest_asyncio nest_asyncio2 netifaces
nose ntsecuritycon numarray numba Numeric numexpr numpy numpy_distutils numpydoc odf olefile
OpenGL openpyxl org orjson packaging pandas paramiko parso pexpect pickleshare PIL platformdirs
polars pooch prompt_toolkit psutil psyco ptyprocess pure_eval py pyamg pyarrow pycares pycurl
pyczmq pydasm pydev_ipython pydev_pysrc pydevconsole pydevd pydevd_file_utils pydevd_plugins
pydevd_tracing pyglet pygments pyiceberg PyInstaller pyodide_js pyparsing pyperclip PyQt4 PyQt5
PyQt6 pyreadstat PySide Pyside PySide2 PySide6 pytest pytest_fail_slow pytest_run_parallel
pytest_timeout python_calamine pytz pyxlsb QtCore QtGui qtpy QtSvg Queue regex requests rich
scikits scipy scipy_doctest setuptools setuptools_scm shiboken2 shiboken6 sip six sklearn sksparse
sparse sphinx sql sqlalchemy stack_data stackless StringIO sympy system tables tabulate textio
thread threadpoolctl Tkinter torch tornado traitlets trio twisted typing_extensions tzdata uarray
viztracer wcwidth widgetsnbextension win32 win32api win32clipboard win32security winappdbg wx
xarray xdist xgboost xlrd xlsxwriter yaml yapf zmq zstandard
"""


@cache
def unasked() -> frozenset[str]:
    """Their names; a module of such a name in the folder of a notebook may be taken for it."""
    return _standard() | _installed() | frozenset(_NAMED.split())


def _standard() -> frozenset[str]:
    if sys.version_info >= (3, 10):
        return frozenset(sys.stdlib_module_names)
    folder = os.path.dirname(os.__file__)
    found = pkgutil.iter_modules([folder, os.path.join(folder, "lib-dynload")])
    return frozenset(sys.builtin_module_names) | {module.name for module in found}


def _installed() -> frozenset[str]:
    """Whatever is installed may be imported by something else that is."""
    folders = [*site.getsitepackages(), site.getusersitepackages()]
    return frozenset(module.name for module in pkgutil.iter_modules(folders))
