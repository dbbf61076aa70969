"""Group norm for channels-last tensors on CPUs, where PyTorch's own backward is slow.

Sums over pixels are matrix products, and the gradient is one affine map of the input and the
output's gradient per channel.
"""

import torch
from torch.nn import functional

_ORIGINAL = functional.group_norm


class _GroupNorm(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, groups, weight, bias, eps):
        batch, channels, height, width = x.shape
        rows = x.permute(0, 2, 3, 1).reshape(batch, height * width, channels)
        ones = rows.new_ones(1, 1, height * width).expand(batch, 1, -1)
        count = height * width * (channels // groups)

        def per_group(sums):  # (B, 1, C) -> mean of its group, (B, 1, C)
            means = sums.view(batch, groups, -1).sum(2, keepdim=True) / count
            return means.expand(-1, -1, channels // groups).reshape(batch, 1, channels)

        mean = per_group(ones @ rows)
        square = per_group(ones @ (rows * rows))
        scale = (square - mean * mean).clamp_min_(0).add_(eps).rsqrt_()
        factor = scale * weight
        y = torch.addcmul(bias - mean * factor, rows, factor)
        ctx.save_for_backward(rows, weight, mean, scale)
        ctx.per_group = per_group
        return y.view(batch, height, width, channels).permute(0, 3, 1, 2)

    @staticmethod
    def backward(ctx, gradient):
        rows, weight, mean, scale = ctx.saved_tensors
        batch, channels, height, width = gradient.shape
        dy = gradient.permute(0, 2, 3, 1).reshape(batch, height * width, channels)
        ones = rows.new_ones(1, 1, height * width).expand(batch, 1, -1)
        sum_dy = ones @ dy
        sum_dyx = (ones @ (dy * rows) - mean * sum_dy) * scale
        first = ctx.per_group(sum_dy * weight)
        second = ctx.per_group(sum_dyx * weight) * scale
        dx = torch.addcmul((second * mean - first) * scale, dy, scale * weight)
        dx = torch.addcmul(dx, rows, -second * scale)
        dx = dx.view(batch, height, width, channels).permute(0, 3, 1, 2)
        return dx, None, sum_dyx.sum((0, 1)), sum_dy.sum((0, 1)), None


def _group_norm(x, groups, weight=None, bias=None, eps=1e-5):
    if x.dim() != 4 or weight is None or not torch.is_grad_enabled():
        return _ORIGINAL(x, groups, weight, bias, eps)
    with torch.autocast("cpu", enabled=False):
        return _GroupNorm.apply(x.float(), groups, weight, bias, eps).to(x.dtype)


def install():
    functional.group_norm = _group_norm
