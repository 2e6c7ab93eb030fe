#!/bin/bash
#SBATCH --job-name=natria-sweep
#SBATCH --ntasks=4
#SBATCH --cpus-per-task=1
#SBATCH --mem-per-cpu=2G
#SBATCH --time=24:00:00
#SBATCH --requeue
#SBATCH --open-mode=append
# A sweep on a Dask cluster inside one job: sbatch natria-dask.sh kumar2020 --cycles 10 --vary "temperature=280 K:320 K:1000"
# Without Slurm: bash natria-dask.sh kumar2020 --cycles 10 --vary "temperature=280 K:320 K:1000"
# A scheduler, NATRIA_WORKERS workers (the tasks of the job, else 2), then natria sweep --on the scheduler.
# The same command again goes on where the last one stopped. Finished parts are in the folder NATRIA_STORE.
set -euo pipefail
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1
export NATRIA_STORE="${NATRIA_STORE:-$PWD/natria-store}"
python="${NATRIA_PYTHON:-python3}"
work="$(mktemp -d)"
pids=()
stop() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap stop EXIT
"$python" -m distributed.cli.dask_scheduler --port 0 --no-dashboard --scheduler-file "$work/scheduler.json" &
pids+=($!)
for _ in $(seq 1 600); do [ -s "$work/scheduler.json" ] && break || sleep 0.1; done
address="$("$python" -c 'import json, sys; print(json.load(open(sys.argv[1]))["address"])' "$work/scheduler.json")"
for _ in $(seq 1 "${NATRIA_WORKERS:-${SLURM_NTASKS:-2}}"); do
  # on a cluster of several nodes: srun --exclusive --ntasks 1 in front of each worker
  ${NATRIA_LAUNCH:-} "$python" -m distributed.cli.dask_worker "$address" --nthreads 1 --nworkers 1 --no-dashboard \
    --death-timeout 60 --local-directory "$work" &
  pids+=($!)
done
"$python" -m natria sweep "$@" --on "$address"
