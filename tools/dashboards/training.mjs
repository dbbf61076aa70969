import { dashboard, figure, heat, lines } from './panels.mjs';

const step = (q) => `histogram_quantile(${q}, sum by (le) (rate(tlora_training_step_seconds_bucket[$__rate_interval])))`;
const mean = (name) =>
  `sum by (timesteps) (rate(${name}_sum[$__rate_interval])) / (sum by (timesteps) (rate(${name}_count[$__rate_interval])) > 0)`;

export const training = dashboard({
  uid: 'tlora-training',
  title: 'T-LoRA Training',
  description: 'Does training converge, and does it use its machines?',
  rows: [
    ['Now', [
      figure({
        title: 'Runs in flight', unit: 'short',
        description: 'Runs that are trained at this moment.',
        queries: [['sum(tlora_jobs_running{stage="training"})', 'runs']],
      }),
      figure({
        title: 'Steps left', unit: 'short',
        description: 'Steps that the running trainings still have to take.',
        queries: [['sum(tlora_training_steps_remaining)', 'steps']],
      }),
      figure({
        title: 'Steps per second', unit: 'short',
        description: 'Optimiser steps of all trainers.',
        queries: [['sum(rate(tlora_training_step_seconds_count[$__rate_interval]))', 'steps']],
      }),
      figure({
        title: 'GPU memory', unit: 'percentunit',
        description: 'Share of the fullest GPU\'s memory in use; no value without a GPU.',
        queries: [['max(tlora_gpu_memory_bytes{kind="used"} / on (instance, device) clamp_min(tlora_gpu_memory_bytes{kind="total"}, 1))', 'fullest']],
      }),
    ]],
    ['By timestep', [
      heat({
        title: 'Loss by timestep', unit: 'short',
        description: 'Mean loss for each range of timesteps: low ones are nearly free of noise. Loss differs by orders of magnitude between them, so one mean would hide everything.',
        queries: [[mean('tlora_training_loss'), '{{timesteps}}']],
      }),
      heat({
        title: 'Gradient norm by timestep', unit: 'short',
        description: 'Mean length of the gradient over all factors, for each range of timesteps.',
        queries: [[mean('tlora_training_gradient_norm'), '{{timesteps}}']],
      }),
      lines({
        title: 'Loss', unit: 'short', span: 12,
        description: 'The same means as lines.',
        queries: [['timesteps:tlora_training_loss:mean5m', '{{timesteps}}']],
      }),
      lines({
        title: 'Gradient norm', unit: 'short', span: 12,
        description: 'The same means as lines.',
        queries: [['timesteps:tlora_training_gradient_norm:mean5m', '{{timesteps}}']],
      }),
    ]],
    ['Ranks', [
      lines({
        title: 'Active rank', unit: 'short', span: 12,
        description: 'Components that took part in the last step: many at little noise, few at much.',
        queries: [['max(tlora_training_active_rank)', 'highest'], ['min(tlora_training_active_rank)', 'lowest']],
      }),
      lines({
        title: 'Effective rank', unit: 'short', span: 12,
        description: 'Components that finished adapters really use, by kind of projection: far below the rank, a smaller rank would do.',
        queries: [['sum by (layer_group) (tlora_adapter_effective_rank_sum) / sum by (layer_group) (tlora_adapter_effective_rank_count)', '{{layer_group}}']],
      }),
    ]],
    ['Machines', [
      lines({
        title: 'Step time', unit: 's', span: 12,
        description: 'Time of one optimiser step.',
        queries: [[step(0.5), 'P50'], [step(0.95), 'P95']],
      }),
      lines({
        title: 'GPU memory in use', unit: 'bytes', span: 12,
        description: 'By device, of all processes that share it; zero on a machine without a GPU.',
        queries: [['max by (device) (tlora_gpu_memory_bytes{kind="used"})', '{{device}} used'], ['max by (device) (tlora_gpu_memory_bytes{kind="total"})', '{{device}} total']],
      }),
    ]],
  ],
});
