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
  def add_low_rank(self: __torch__.Kernels, y: Tensor, x: Tensor, down: Tensor, up: Tensor, active: Tensor) -> Tensor:
    if torch.eq(torch.dim(active), 0):
      r = int(torch.item(active))
      h = torch.linear(torch.to(x, 6), torch.narrow(down, 0, 0, r))
      u = torch.narrow(up, 1, 0, r)
    else:
      all = torch.linear(torch.to(x, 6), down)
      rows = torch.reshape(all, [torch.size(active, 0), -1, torch.size(all, 1)])
      h = torch.reshape(torch.mul(rows, active), [-1, torch.size(all, 1)])
      u = up
    if torch.eq(ops.prim.dtype(y), 6):
      added = torch.addmm_(y, h, torch.t(u))
    else:
      added = torch.add_(y, torch.type_as(torch.linear(h, u), y))
    return added
  def add_lora(self: __torch__.Kernels, y: Tensor, x: Tensor, f: List[Tensor], active: Tensor) -> Tensor:
    return (self).add_low_rank(y, x, f[0], f[1], active, )
  def add_ortho(self: __torch__.Kernels, y: Tensor, x: Tensor, f: List[Tensor], active: Tensor) -> Tensor:
    now = (self).add_low_rank(y, x, f[0], torch.mul(f[1], f[2]), active, )
    return (self).add_low_rank(now, x, f[3], f[4], active, )
  def add_adapter(self: __torch__.Kernels, y: Tensor, x: Tensor, f: List[Tensor], active: Tensor) -> Tensor:
    if torch.eq(torch.len(f), 2):
      added = (self).add_lora(y, x, f, active, )
    else:
      added = (self).add_ortho(y, x, f, active, )
    return added
  def project(self: __torch__.Kernels, x: Tensor, w: Tensor, b: Optional[Tensor], f: List[Tensor], active: Tensor) -> Tensor:
    y = torch.linear(x, w, b)
    if torch.eq(torch.len(f), 0):
      projected = y
    else:
      projected = (self).add_adapter(y, x, f, active, )
    return projected
  def add_to_constant(self: __torch__.Kernels, y: Tensor, x: Tensor, f: List[Tensor], active: Tensor) -> Tensor:
    if torch.eq(torch.len(f), 0):
      added = y
    else:
      added = (self).add_adapter(torch.clone(y), x, f, active, )
    return added
  def mix(self: __torch__.Kernels, q: Tensor, k: Tensor, v: Tensor, batch: int, heads: Tensor) -> Tensor:
    c = torch.size(q, 1)
    h = int(torch.item(heads))
    d = torch.floordiv(c, h)
    q1 = torch.transpose(torch.view(q, [batch, -1, h, d]), 1, 2)
    k1 = torch.transpose(torch.view(k, [batch, -1, h, d]), 1, 2)
    v1 = torch.transpose(torch.view(v, [batch, -1, h, d]), 1, 2)
    o = torch.scaled_dot_product_attention(q1, k1, v1)
    return torch.reshape(torch.transpose(o, 1, 2), [-1, c])
  def attend_self(self: __torch__.Kernels, x: Tensor, wq: Tensor, wk: Tensor, wv: Tensor, wo: Tensor, bo: Tensor, heads: Tensor, active: Tensor, fq: List[Tensor], fk: List[Tensor], fv: List[Tensor], fo: List[Tensor]) -> Tensor:
    rows = torch.reshape(x, [-1, torch.size(x, 2)])
    q = (self).project(rows, wq, None, fq, active, )
    k = (self).project(rows, wk, None, fk, active, )
    v = (self).project(rows, wv, None, fv, active, )
    o = (self).mix(q, k, v, torch.size(x, 0), heads, )
    return torch.reshape((self).project(o, wo, bo, fo, active, ), torch.size(x))
  def attend_cross(self: __torch__.Kernels, x: Tensor, context: Tensor, wq: Tensor, k0: Tensor, v0: Tensor, wo: Tensor, bo: Tensor, heads: Tensor, active: Tensor, fq: List[Tensor], fk: List[Tensor], fv: List[Tensor], fo: List[Tensor]) -> Tensor:
    rows = torch.reshape(x, [-1, torch.size(x, 2)])
    words = torch.reshape(context, [-1, torch.size(context, 2)])
    q = (self).project(rows, wq, None, fq, active, )
    k = (self).add_to_constant(k0, words, fk, active, )
    v = (self).add_to_constant(v0, words, fv, active, )
    o = (self).mix(q, k, v, torch.size(x, 0), heads, )
    return torch.reshape((self).project(o, wo, bo, fo, active, ), torch.size(x))
  def constant_projection(self: __torch__.Kernels, x: Tensor, w: Tensor) -> Tensor:
    return torch.linear(torch.reshape(x, [-1, torch.size(x, 2)]), w)
  def self_attention(self: __torch__.Kernels, x: Tensor, wq: Tensor, wk: Tensor, wv: Tensor, wo: Tensor, bo: Tensor, heads: Tensor) -> Tensor:
    n = annotate(List[Tensor], [])
    return (self).attend_self(x, wq, wk, wv, wo, bo, heads, heads, n, n, n, n, )
  def cross_attention(self: __torch__.Kernels, x: Tensor, context: Tensor, wq: Tensor, k0: Tensor, v0: Tensor, wo: Tensor, bo: Tensor, heads: Tensor) -> Tensor:
    n = annotate(List[Tensor], [])
    return (self).attend_cross(x, context, wq, k0, v0, wo, bo, heads, heads, n, n, n, n, )
  def self_attention_lora(self: __torch__.Kernels, x: Tensor, wq: Tensor, wk: Tensor, wv: Tensor, wo: Tensor, bo: Tensor, heads: Tensor, active: Tensor, qd: Tensor, qu: Tensor, kd: Tensor, ku: Tensor, vd: Tensor, vu: Tensor, od: Tensor, ou: Tensor) -> Tensor:
    return (self).attend_self(x, wq, wk, wv, wo, bo, heads, active, [qd, qu], [kd, ku], [vd, vu], [od, ou], )
  def cross_attention_lora(self: __torch__.Kernels, x: Tensor, context: Tensor, wq: Tensor, k0: Tensor, v0: Tensor, wo: Tensor, bo: Tensor, heads: Tensor, active: Tensor, qd: Tensor, qu: Tensor, kd: Tensor, ku: Tensor, vd: Tensor, vu: Tensor, od: Tensor, ou: Tensor) -> Tensor:
    return (self).attend_cross(x, context, wq, k0, v0, wo, bo, heads, active, [qd, qu], [kd, ku], [vd, vu], [od, ou], )
  def self_attention_ortho(self: __torch__.Kernels, x: Tensor, wq: Tensor, wk: Tensor, wv: Tensor, wo: Tensor, bo: Tensor, heads: Tensor, active: Tensor, q1: Tensor, q2: Tensor, q3: Tensor, q4: Tensor, q5: Tensor, k1: Tensor, k2: Tensor, k3: Tensor, k4: Tensor, k5: Tensor, v1: Tensor, v2: Tensor, v3: Tensor, v4: Tensor, v5: Tensor, o1: Tensor, o2: Tensor, o3: Tensor, o4: Tensor, o5: Tensor) -> Tensor:
    return (self).attend_self(x, wq, wk, wv, wo, bo, heads, active, [q1, q2, q3, q4, q5], [k1, k2, k3, k4, k5], [v1, v2, v3, v4, v5], [o1, o2, o3, o4, o5], )
  def cross_attention_ortho(self: __torch__.Kernels, x: Tensor, context: Tensor, wq: Tensor, k0: Tensor, v0: Tensor, wo: Tensor, bo: Tensor, heads: Tensor, active: Tensor, q1: Tensor, q2: Tensor, q3: Tensor, q4: Tensor, q5: Tensor, k1: Tensor, k2: Tensor, k3: Tensor, k4: Tensor, k5: Tensor, v1: Tensor, v2: Tensor, v3: Tensor, v4: Tensor, v5: Tensor, o1: Tensor, o2: Tensor, o3: Tensor, o4: Tensor, o5: Tensor) -> Tensor:
    return (self).attend_cross(x, context, wq, k0, v0, wo, bo, heads, active, [q1, q2, q3, q4, q5], [k1, k2, k3, k4, k5], [v1, v2, v3, v4, v5], [o1, o2, o3, o4, o5], )
  def lora_delta(self: __torch__.Kernels, x: Tensor, y: Tensor, down: Tensor, up: Tensor, active: Tensor) -> Tensor:
    rows = torch.reshape(torch.clone(y), [-1, torch.size(y, -1)])
    added = (self).add_lora(rows, torch.reshape(x, [-1, torch.size(x, -1)]), [down, up], active, )
    return torch.reshape(added, torch.size(y))
  def ortho_delta(self: __torch__.Kernels, x: Tensor, y: Tensor, q: Tensor, p: Tensor, s: Tensor, q0: Tensor, up0: Tensor, active: Tensor) -> Tensor:
    rows = torch.reshape(torch.clone(y), [-1, torch.size(y, -1)])
    added = (self).add_ortho(rows, torch.reshape(x, [-1, torch.size(x, -1)]), [q, p, s, q0, up0], active, )
    return torch.reshape(added, torch.size(y))
  def slices(self: __torch__.Kernels, f: List[Tensor], dim: int, first: int, count: int) -> Tensor:
    s = annotate(List[Tensor], [])
    for i in range(torch.len(f)):
      _0 = torch.append(s, torch.narrow(f[i], dim, first, count))
    return torch.cat(s, dim)
  def merge_components(self: __torch__.Kernels, first: Tensor, last: Tensor, targets: List[Tensor], ups: List[Tensor], downs: List[Tensor]) -> Tensor:
    a = int(torch.item(first))
    n = torch.sub(int(torch.item(last)), a)
    each = torch.floordiv(torch.len(ups), torch.len(targets))
    for i in range(torch.len(targets)):
      target = targets[i]
      begin = torch.mul(i, each)
      end = torch.add(begin, each)
      up = (self).slices(torch.slice(ups, begin, end), 1, a, n, )
      down = (self).slices(torch.slice(downs, begin, end), 0, a, n, )
      if torch.eq(ops.prim.dtype(target), 6):
        merged = torch.addmm_(target, up, down)
      else:
        merged = torch.copy_(target, torch.addmm(torch.to(target, 6), up, down))
    return first
  def copy_all(self: __torch__.Kernels, targets: List[Tensor], sources: List[Tensor]) -> Tensor:
    torch._foreach_copy_(targets, sources)
    return targets[0]
  def view(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return torch.detach(x)
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
    torch._foreach_zero_(grads)
    return hyper
  def norm_of_all(self: __torch__.Kernels, x: List[Tensor]) -> Tensor:
    norms = torch._foreach_norm(x)
    return torch.norm(torch.stack(norms))
  def contiguous(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return torch.clone(x, memory_format=0)
  def qr_q(self: __torch__.Kernels, x: Tensor) -> Tensor:
    q, r = torch.linalg_qr(x)
    return torch.mul(q, torch.sign(torch.diagonal(r)))
  def weight_components(self: __torch__.Kernels, w: Tensor, first: Tensor, count: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    n = int(torch.item(count))
    d = torch.to(w, 7)
    if torch.lt(torch.size(w, 0), torch.size(w, 1)):
      a = d
    else:
      a = torch.t(d)
    e, v = torch.linalg_eigh(torch.matmul(a, torch.t(a)))
    start = torch.sub(torch.sub(torch.size(a, 0), int(torch.item(first))), n)
    short = torch.flip(torch.narrow(v, 1, start, n), [1])
    long, r = torch.linalg_qr(torch.matmul(torch.t(a), short))
    diagonal = torch.diagonal(r)
    signs = torch.sub(torch.mul(torch.to(torch.ge(diagonal, 0), 7), 2.), 1.)
    signed = torch.mul(long, signs)
    if torch.lt(torch.size(w, 0), torch.size(w, 1)):
      q = torch.t(signed)
      p = short
    else:
      q = torch.t(short)
      p = signed
    return (torch.to(q, 6), torch.to(p, 6), torch.to(torch.reshape(torch.abs(diagonal), [1, n]), 6))
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
  def cut(self: __torch__.Kernels, memory: Tensor, starts: Tensor, ranks: Tensor, sides: Tensor) -> List[Tensor]:
    parts = annotate(List[Tensor], [])
    at = 0
    for i in range(torch.size(starts, 0)):
      shape = annotate(List[int], [])
      length = 1
      for j in range(int(torch.item(torch.select(ranks, 0, i)))):
        side = int(torch.item(torch.select(sides, 0, at)))
        _0 = torch.append(shape, side)
        length = torch.mul(length, side)
        at = torch.add(at, 1)
      part = torch.narrow(memory, 0, int(torch.item(torch.select(starts, 0, i))), length)
      _1 = torch.append(parts, torch.view(part, shape))
    return parts
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
