import { dashboard, figure, heat, lines } from './panels.mjs';

const bands = (metric) => `sum by (band) (increase(tlora_score_band_total{metric="${metric}"}[1h]))`;
const by = (label, metric) =>
  `sum by (${label}) (increase(tlora_score_sum{metric="${metric}"}[6h])) / (sum by (${label}) (increase(tlora_score_count{metric="${metric}"}[6h])) > 0)`;

const distribution = (title, metric, description) =>
  heat({
    title, unit: 'short', description: `${description} Runs of the last hour in bands of a twentieth.`,
    queries: [[bands(metric), '{{band}}']],
  });

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
    ['Distributions', [
      distribution('Image similarity (IS)', 'clip_i', 'Likeness to the photos as CLIP sees it.'),
      distribution('DINO image similarity (DINO-IS)', 'dino', 'Likeness to the photos as DINO sees it, which looks more at detail.'),
      distribution('Text similarity (TS)', 'clip_t', 'Fit to the prompt as CLIP sees it.'),
      distribution('Leak', 'leak', 'Likeness of the surroundings to those of the photos; lower is better.'),
    ]],
    ['By method and rank', [
      lines({ title: 'DINO-IS by method', unit: 'percentunit', description: 'Mean of the last six hours.', queries: [[by('method', 'dino'), '{{method}}']] }),
      lines({ title: 'TS by method', unit: 'percentunit', description: 'Mean of the last six hours.', queries: [[by('method', 'clip_t'), '{{method}}']] }),
      lines({ title: 'Leak by method', unit: 'percentunit', description: 'Mean of the last six hours; lower is better.', queries: [[by('method', 'leak'), '{{method}}']] }),
      lines({ title: 'DINO-IS by rank', unit: 'percentunit', description: 'Mean of the last six hours, by ranges of ranks.', queries: [[by('rank', 'dino'), '{{rank}}']] }),
      lines({ title: 'TS by rank', unit: 'percentunit', description: 'Mean of the last six hours, by ranges of ranks.', queries: [[by('rank', 'clip_t'), '{{rank}}']] }),
      lines({ title: 'Verdicts over time', unit: 'short', description: 'Runs per hour by verdict.', queries: [['sum by (outcome) (rate(tlora_runs_total{stage="evaluation"}[$__rate_interval])) * 3600', '{{outcome}}']] }),
    ]],
  ],
});
