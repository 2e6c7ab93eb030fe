"""Posterior of calibrated numbers: samples, their convergence, and checks of the sampler."""

from .chains import SampledChains as SampledChains
from .chains import autocorrelation_time as autocorrelation_time
from .chains import split_r_hat as split_r_hat
from .document import posterior_document as posterior_document
from .left_out import LeftOut as LeftOut
from .left_out import leave_one_out as leave_one_out
from .left_out import root_mean_square as root_mean_square
from .of_calibration import Posterior as Posterior
from .of_calibration import laplace_posterior as laplace_posterior
from .of_calibration import sampled_posterior as sampled_posterior
from .ranks import rank_statistics as rank_statistics
from .ranks import uniformity as uniformity
from .stretch import stretch_sample as stretch_sample
