class Kernels(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  def forward(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return x
  def embedding(self: __torch__.Kernels, ids: Tensor, w: Tensor) -> Tensor:
    return torch.embedding(w, ids)
  def linear(self: __torch__.Kernels, x: Tensor, w: Tensor) -> Tensor:
    return torch.linear(x, w)
  def linear_bias(self: __torch__.Kernels, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
    return torch.linear(x, w, b)
  def conv2d(self: __torch__.Kernels, x: Tensor, w: Tensor, b: Tensor, stride: Tensor, padding: Tensor) -> Tensor:
    s = int(torch.item(stride))
    p = int(torch.item(padding))
    return torch.conv2d(x, w, b, [s, s], [p, p])
  def patches(self: __torch__.Kernels, x: Tensor, w: Tensor) -> Tensor:
    p = torch.size(w, 2)
    return torch.transpose(torch.flatten(torch.conv2d(x, w, None, [p, p]), 2), 1, 2)
  def class_and_positions(self: __torch__.Kernels, x: Tensor, token: Tensor, positions: Tensor) -> Tensor:
    first = torch.expand(torch.reshape(token, [1, 1, -1]), [torch.size(x, 0), 1, -1])
    return torch.add(torch.cat([first, x], 1), positions)
  def group_norm(self: __torch__.Kernels, x: Tensor, w: Tensor, b: Tensor, groups: Tensor, eps: Tensor) -> Tensor:
    return torch.group_norm(x, int(torch.item(groups)), w, b, float(torch.item(eps)))
  def group_norm_silu(self: __torch__.Kernels, x: Tensor, w: Tensor, b: Tensor, groups: Tensor, eps: Tensor) -> Tensor:
    return torch.silu(torch.group_norm(x, int(torch.item(groups)), w, b, float(torch.item(eps))))
  def layer_norm(self: __torch__.Kernels, x: Tensor, w: Tensor, b: Tensor, eps: Tensor) -> Tensor:
    return torch.layer_norm(x, [torch.size(w, 0)], w, b, float(torch.item(eps)))
  def silu(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return torch.silu(x)
  def gelu(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return torch.gelu(x)
  def quick_gelu(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return torch.mul(x, torch.sigmoid(torch.mul(x, 1.702)))
  def geglu(self: __torch__.Kernels, x: Tensor) -> Tensor:
    half = torch.floordiv(torch.size(x, -1), 2)
    h = torch.narrow(x, -1, 0, half)
    gate = torch.narrow(x, -1, half, half)
    return torch.mul(h, torch.gelu(gate))
  def attention(self: __torch__.Kernels, q: Tensor, k: Tensor, v: Tensor, heads: Tensor) -> Tensor:
    h = int(torch.item(heads))
    b = torch.size(q, 0)
    t = torch.size(q, 1)
    c = torch.size(q, 2)
    d = torch.floordiv(c, h)
    q1 = torch.transpose(torch.view(q, [b, -1, h, d]), 1, 2)
    k1 = torch.transpose(torch.view(k, [b, -1, h, d]), 1, 2)
    v1 = torch.transpose(torch.view(v, [b, -1, h, d]), 1, 2)
    o = torch.scaled_dot_product_attention(q1, k1, v1)
    return torch.reshape(torch.transpose(o, 1, 2), [b, t, c])
  def causal_attention(self: __torch__.Kernels, q: Tensor, k: Tensor, v: Tensor, heads: Tensor) -> Tensor:
    h = int(torch.item(heads))
    b = torch.size(q, 0)
    t = torch.size(q, 1)
    c = torch.size(q, 2)
    d = torch.floordiv(c, h)
    q1 = torch.transpose(torch.view(q, [b, -1, h, d]), 1, 2)
    k1 = torch.transpose(torch.view(k, [b, -1, h, d]), 1, 2)
    v1 = torch.transpose(torch.view(v, [b, -1, h, d]), 1, 2)
    o = torch.scaled_dot_product_attention(q1, k1, v1, None, 0., True)
    return torch.reshape(torch.transpose(o, 1, 2), [b, t, c])
  def attention_weights(self: __torch__.Kernels, q: Tensor, k: Tensor, heads: Tensor) -> Tensor:
    h = int(torch.item(heads))
    b = torch.size(q, 0)
    d = torch.floordiv(torch.size(q, 2), h)
    q1 = torch.transpose(torch.view(q, [b, -1, h, d]), 1, 2)
    k1 = torch.transpose(torch.view(k, [b, -1, h, d]), 1, 2)
    s = torch.div(torch.matmul(q1, torch.transpose(k1, -2, -1)), torch.pow(d, 0.5))
    return torch.softmax(s, -1)
  def upsample_nearest_2x(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return torch.upsample_nearest2d(x, None, [2., 2.])
  def upsample_nearest_like(self: __torch__.Kernels, x: Tensor, like: Tensor) -> Tensor:
    return torch.upsample_nearest2d(x, [torch.size(like, 2), torch.size(like, 3)], None)
  def pad_right_bottom(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return torch.constant_pad_nd(x, [0, 1, 0, 1], 0)
  def lora_delta(self: __torch__.Kernels, x: Tensor, y: Tensor, down: Tensor, up: Tensor, rank: Tensor) -> Tensor:
    r = int(torch.item(rank))
    h = torch.linear(torch.to(x, 6), torch.narrow(down, 0, 0, r))
    return torch.add(y, torch.type_as(torch.linear(h, torch.narrow(up, 1, 0, r)), y))
  def masked_lora_delta(self: __torch__.Kernels, x: Tensor, y: Tensor, down: Tensor, up: Tensor, mask: Tensor) -> Tensor:
    h = torch.mul(torch.linear(torch.to(x, 6), down), mask)
    return torch.add(y, torch.type_as(torch.linear(h, up), y))
  def ortho_delta(self: __torch__.Kernels, x: Tensor, y: Tensor, q: Tensor, p: Tensor, s: Tensor, q0: Tensor, p0: Tensor, s0: Tensor, rank: Tensor) -> Tensor:
    r = int(torch.item(rank))
    down = torch.cat([torch.narrow(q, 0, 0, r), torch.narrow(q0, 0, 0, r)], 0)
    ps = torch.mul(torch.narrow(p, 1, 0, r), torch.narrow(s, 1, 0, r))
    ps0 = torch.mul(torch.narrow(p0, 1, 0, r), torch.narrow(s0, 1, 0, r))
    up = torch.cat([ps, torch.neg(ps0)], 1)
    return torch.add(y, torch.type_as(torch.linear(torch.linear(torch.to(x, 6), down), up), y))
  def masked_ortho_delta(self: __torch__.Kernels, x: Tensor, y: Tensor, q: Tensor, p: Tensor, s: Tensor, q0: Tensor, p0: Tensor, s0: Tensor, mask: Tensor) -> Tensor:
    down = torch.cat([q, q0], 0)
    up = torch.cat([torch.mul(p, s), torch.neg(torch.mul(p0, s0))], 1)
    h = torch.mul(torch.linear(torch.to(x, 6), down), torch.cat([mask, mask], -1))
    return torch.add(y, torch.type_as(torch.linear(h, up), y))
  def mse(self: __torch__.Kernels, x: Tensor, target: Tensor) -> Tensor:
    return torch.mse_loss(torch.to(x, 6), torch.to(target, 6))
  def adamw(self: __torch__.Kernels, hyper: Tensor, params: List[Tensor], grads: List[Tensor], avgs: List[Tensor], squares: List[Tensor], steps: List[Tensor]) -> Tensor:
    none = annotate(List[Tensor], [])
    lr = float(torch.item(torch.select(hyper, 0, 0)))
    beta1 = float(torch.item(torch.select(hyper, 0, 1)))
    beta2 = float(torch.item(torch.select(hyper, 0, 2)))
    decay = float(torch.item(torch.select(hyper, 0, 3)))
    eps = float(torch.item(torch.select(hyper, 0, 4)))
    torch._foreach_add_(steps, 1)
    torch._fused_adamw_(params, grads, avgs, squares, none, steps, lr=lr, beta1=beta1, beta2=beta2, weight_decay=decay, eps=eps, amsgrad=False, maximize=False)
    return hyper
  def norm_of_all(self: __torch__.Kernels, x: List[Tensor]) -> Tensor:
    norms = torch._foreach_norm(x)
    return torch.norm(torch.stack(norms))
  def contiguous(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return torch.clone(x, memory_format=0)
  def qr_q(self: __torch__.Kernels, x: Tensor) -> Tensor:
    q, r = torch.linalg_qr(x)
    return torch.mul(q, torch.sign(torch.diagonal(r)))
  def svd_s(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return torch.linalg_svdvals(x)
  def svd(self: __torch__.Kernels, x: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    u, s, v = torch.linalg_svd(x, False)
    return (u, s, v)
  def to_bfloat16(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return torch.to(x, 15)
  def to_float16(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return torch.to(x, 5)
  def bfloat16_bits(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return torch.view_copy(x, dtype=15)
  def map_file(self: __torch__.Kernels, path: Tensor, dtype: Tensor, sizes: Tensor) -> List[Tensor]:
    letters = annotate(List[str], [])
    for i in range(torch.size(path, 0)):
      _0 = torch.append(letters, torch.chr(int(torch.item(torch.select(path, 0, i)))))
    parts = annotate(List[int], [])
    total = 0
    for i in range(torch.size(sizes, 0)):
      part = int(torch.item(torch.select(sizes, 0, i)))
      _1 = torch.append(parts, part)
      total = torch.add(total, part)
    name = torch.join("", letters)
    whole = torch.from_file(name, False, total, dtype=int(torch.item(dtype)))
    return torch.split_with_sizes(whole, parts)
  def copy_into(self: __torch__.Kernels, target: Tensor, part: Tensor, first: Tensor) -> Tensor:
    flat = torch.view(target, [-1])
    return torch.copy_(torch.narrow(flat, 0, int(torch.item(first)), torch.size(part, 0)), part)
  def rows(self: __torch__.Kernels, x: Tensor, first: Tensor, count: Tensor) -> Tensor:
    part = torch.narrow(x, 0, int(torch.item(first)), int(torch.item(count)))
    return torch.clone(part, memory_format=0)
  def transposed(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return torch.clone(torch.t(x), memory_format=0)
  def matrix(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return torch.clone(torch.flatten(x, 1), memory_format=0)
  def type_as(self: __torch__.Kernels, x: Tensor, like: Tensor) -> Tensor:
    return torch.type_as(x, like)
  def is_tracked(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return torch.tensor(ops.prim.requires_grad(x))
  def same(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return x
  def to_float32(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return torch.to(x, 6)
  def is_finite(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return torch.all(torch.isfinite(x))
