#!/bin/bash
#SBATCH --job-name=natria
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=1
#SBATCH --mem=8G
#SBATCH --time=24:00:00
#SBATCH --requeue
#SBATCH --open-mode=append
# One command of natria as a job of one core: sbatch natria-job.sh compute lattice Na3Sb --calculator gpaw --out na3sb
# Without Slurm: bash natria-job.sh compute lattice Na3Sb --calculator gpaw --out na3sb
# The same command again goes on where the last one stopped. Jobs that share the folder NATRIA_STORE share their work.
set -euo pipefail
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1 # threads change the last digits of a relaxation
export NATRIA_STORE="${NATRIA_STORE:-$PWD/natria-store}"
exec "${NATRIA_PYTHON:-python3}" -m natria "$@"
