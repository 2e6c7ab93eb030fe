"""A sweep whose Dask workers are jobs of a queue.

    python natria-jobqueue.py kumar2020 --cycles 10 --vary "temperature=280 K:320 K:1000"

NATRIA_JOBS jobs of one core each (2 without it) are put into the queue: Slurm's where there is `sbatch`, else they run
here. This process holds the scheduler and must live as long as the sweep. The same command again goes on where the last
one stopped.
"""

import os
import shutil
import subprocess
import sys

from dask_jobqueue import SLURMCluster
from dask_jobqueue.local import LocalCluster

ONE = {"cores": 1, "processes": 1, "memory": "2GB", "worker_extra_args": ["--no-dashboard"]}
SINGLE = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}  # handed on to the jobs


def main() -> int:
    kind = SLURMCluster if shutil.which("sbatch") else LocalCluster
    more = {"walltime": "24:00:00"} if kind is SLURMCluster else {}
    os.environ.update(SINGLE)
    with kind(**ONE, **more) as cluster:
        cluster.scale(jobs=int(os.environ.get("NATRIA_JOBS", "2")))
        command = [sys.executable, "-m", "natria", "sweep", *sys.argv[1:], "--on", cluster.scheduler_address]
        return subprocess.run(command, check=False).returncode  # noqa: S603 - the words of the user


if __name__ == "__main__":
    sys.exit(main())
