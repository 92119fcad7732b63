"""Losses that align a language model with preferences: short pure functions of summed log-probabilities.

Every argument is a tensor of shape (batch,): log-probabilities of whole titles in nats, under the policy being
trained or the frozen reference. Every function returns the losses of the batch, shape (batch,), not their mean.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import logsigmoid


def dpo(
    chosen: Tensor, rejected: Tensor, reference_chosen: Tensor, reference_rejected: Tensor, *, beta: float = 0.1
) -> Tensor:
    """L = -log sigma(beta [(log pi(y+) - log ref(y+)) - (log pi(y-) - log ref(y-))]).

    Rafailov et al., "Direct Preference Optimization", NeurIPS 2023, eq. 7.
    """
    margin = (chosen - reference_chosen) - (rejected - reference_rejected)
    return -logsigmoid(beta * margin)


def ipo(
    chosen: Tensor,
    rejected: Tensor,
    reference_chosen: Tensor,
    reference_rejected: Tensor,
    chosen_tokens: Tensor,
    rejected_tokens: Tensor,
    *,
    beta: float = 0.5,
) -> Tensor:
    """L = (h - 1 / (2 beta))^2, where h is the margin of log-ratios, each averaged over its title's tokens.

    Azar et al., "A General Theoretical Paradigm to Understand Learning from Human Preferences", AISTATS 2024, eq. 17;
    the average over tokens follows TRL, so `beta` is larger than DPO's.
    """
    margin = (chosen - reference_chosen) / chosen_tokens - (rejected - reference_rejected) / rejected_tokens
    return (margin - 1 / (2 * beta)) ** 2


def kl_baseline(mismatched: Tensor, reference_mismatched: Tensor) -> Tensor:
    """z0: the batch's estimate of KL(policy || reference), a scalar without gradient and never below zero.

    The titles must belong to other prompts of the batch than those they are scored under (KTO, section 4.1).
    """
    return (mismatched - reference_mismatched).mean().detach().clamp(min=0)


def kto(
    log_ratio: Tensor,
    desirable: Tensor,
    baseline: Tensor,
    *,
    beta: float = 0.1,
    weight_desirable: float = 1.0,
    weight_undesirable: float = 1.0,
) -> Tensor:
    """L = lambda_D [1 - sigma(beta (r - z0))] for desirable titles, lambda_U [1 - sigma(beta (z0 - r))] for others.

    r is `log_ratio` = log pi(y) - log ref(y), z0 is `baseline`, `desirable` is boolean.
    Ethayarajh et al., "KTO: Model Alignment as Prospect Theoretic Optimization", ICML 2024, eq. 8.
    """
    gain = weight_desirable * (1 - torch.sigmoid(beta * (log_ratio - baseline)))
    loss = weight_undesirable * (1 - torch.sigmoid(beta * (baseline - log_ratio)))
    return torch.where(desirable, gain, loss)


def kton(
    log_ratio: Tensor,
    desirable: Tensor,
    baseline: Tensor,
    tokens: Tensor,
    *,
    beta: float = 0.1,
    weight_desirable: float = 1.0,
    weight_undesirable: float = 1.0,
    tau: float = 20.0,
    mu: float = 0.1,
) -> Tensor:
    """KTO with a bound on negatives and a guard of fluency. Our own reading of the name: it has no public definition.

    L = lambda_D [1 - sigma(beta (r+ - z0))] + mu max(0, -r+) / |y+|      for desirable titles
    L = lambda_U [1 - sigma(beta (z0 - max(r-, -tau)))]                   for undesirable ones

    A negative stops pushing once it is `tau` nats under the reference; a positive pays for each nat per token that it
    falls under the reference. With tau = infinity and mu = 0 this is KTO. `tokens` are the titles' lengths |y|.
    """
    bounded = torch.where(desirable, log_ratio, log_ratio.clamp(min=-tau))
    loss = kto(
        bounded,
        desirable,
        baseline,
        beta=beta,
        weight_desirable=weight_desirable,
        weight_undesirable=weight_undesirable,
    )
    fallen = (-log_ratio).clamp(min=0) / tokens
    return loss + torch.where(desirable, mu * fallen, torch.zeros_like(fallen))
