import { dashboard, figure, lines } from './panels.mjs';

export const quality = dashboard({
  uid: 'tlora-quality',
  title: 'T-LoRA Quality',
  description: 'Which adapters are good, and which settings make them so?',
  rows: [
    ['Now', [
      figure({
        title: 'Mean scores', unit: 'percentunit', span: 12,
        description: 'Means of the runs of the last six hours.',
        queries: [['metric:tlora_score:mean6h', '{{metric}}']],
      }),
      figure({
        title: 'Verdicts', unit: 'short', span: 12,
        description: 'Runs of the last six hours by verdict: done means that the gate let the adapter pass.',
        queries: [['sum by (outcome) (increase(tlora_runs_total{stage="evaluation"}[6h]))', '{{outcome}}']],
      }),
    ]],
    ['Over time', [
      lines({ title: 'Scores', unit: 'percentunit', description: 'Means of the last six hours: image similarity (clip_i), DINO image similarity (dino), text similarity (clip_t), leak.', queries: [['metric:tlora_score:mean6h', '{{metric}}']] }),
      lines({ title: 'Verdicts over time', unit: 'short', description: 'Runs per hour by verdict.', queries: [['sum by (outcome) (rate(tlora_runs_total{stage="evaluation"}[$__rate_interval])) * 3600', '{{outcome}}']] }),
    ]],
  ],
});
