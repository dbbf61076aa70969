import { dashboard, figure, lines } from './panels.mjs';

const quantile = (q) =>
  `histogram_quantile(${q}, sum by (stage, le) (rate(tlora_stage_seconds_bucket[$__rate_interval])))`;

export const fleet = dashboard({
  uid: 'tlora-fleet',
  title: 'T-LoRA Fleet',
  description: 'Is it healthy, and how long will mine take?',
  rows: [
    ['Now', [
      figure({
        title: 'Jobs in the queues', unit: 'short',
        description: 'Jobs that wait or run, by stage. Workers are scaled on this and on the drain time.',
        queries: [['stage:tlora_queue_lag:max', '{{stage}}']],
      }),
      figure({
        title: 'A new job waits', unit: 's',
        description: 'Time until the workers there are have done all jobs ahead: the ETA of a job that comes now.',
        queries: [['stage:tlora_queue_wait_seconds:estimate', '{{stage}}']],
      }),
      figure({
        title: 'Replicas', unit: 'short',
        description: 'Processes that answer, by service.',
        queries: [['sum by (service) (up{job="tlora"})', '{{service}}']],
      }),
      figure({
        title: 'Dead letters', unit: 'short',
        description: 'Records set aside since the processes started, by topic. Every one needs a person.',
        queries: [['sum by (topic) (tlora_dead_letters_total)', '{{topic}}']],
      }),
    ]],
    ['Queues', [
      lines({
        title: 'Queue length', unit: 'short',
        description: 'Jobs that wait or run, by stage.',
        queries: [['stage:tlora_queue_lag:max', '{{stage}}']],
      }),
      lines({
        title: 'Drain time', unit: 's',
        description: 'Seconds of work in each queue for one worker: jobs times the mean length of the last six hours\' jobs.',
        queries: [['stage:tlora_queue_drain_seconds:estimate', '{{stage}}']],
      }),
      lines({
        title: 'Workers and running jobs', unit: 'short',
        description: 'A worker without a job idles; with a queue, that is a fault.',
        queries: [['stage:tlora_workers:count', '{{stage}} workers'], ['sum by (stage) (tlora_jobs_running)', '{{stage}} running']],
      }),
      lines({
        title: 'Events behind', unit: 'short',
        description: 'Events that a channel has not read yet; work queues are not among them.',
        queries: [['max by (client_id) (kafka_consumer_fetch_manager_records_lag_max{client_id=~"kafka-consumer-.*"})', '{{client_id}}']],
      }),
    ]],
    ['Throughput', [
      lines({
        title: 'Runs per hour', unit: 'short',
        description: 'Runs that leave a stage, by outcome.',
        queries: [['sum by (stage, outcome) (rate(tlora_runs_total[$__rate_interval])) * 3600', '{{stage}} {{outcome}}']],
      }),
      lines({
        title: 'Images per minute', unit: 'short',
        description: 'Images drawn, found drawn already, or lost, by what they are for.',
        queries: [['sum by (purpose, outcome) (rate(tlora_images_total[$__rate_interval])) * 60', '{{purpose}} {{outcome}}']],
      }),
      lines({
        title: 'Time in each stage', unit: 's',
        description: 'Half, and nineteen of twenty, of the jobs of a stage take less.',
        queries: [[quantile(0.5), '{{stage}} P50'], [quantile(0.95), '{{stage}} P95']],
      }),
      lines({
        title: 'Adapter cache of the samplers', unit: 'percentunit',
        description: 'Share of render requests whose adapter was loaded already.',
        queries: [[
          'sum(rate(tlora_adapter_cache_hits_total[$__rate_interval])) / (sum(rate(tlora_adapter_cache_hits_total[$__rate_interval])) + sum(rate(tlora_adapter_cache_misses_total[$__rate_interval])))',
          'hits',
        ]],
      }),
      lines({
        title: 'Switch of adapters', unit: 's',
        description: 'Mean time to put another adapter on a sampler\'s network.',
        queries: [['sum(rate(tlora_adapter_cache_switch_seconds_sum[$__rate_interval])) / sum(rate(tlora_adapter_cache_switch_seconds_count[$__rate_interval]))', 'switch']],
      }),
      lines({
        title: 'Sampling step', unit: 's',
        description: 'Time of one denoising step of a whole batch.',
        queries: [
          ['histogram_quantile(0.5, sum by (le) (rate(tlora_sampling_step_seconds_bucket[$__rate_interval])))', 'P50'],
          ['histogram_quantile(0.95, sum by (le) (rate(tlora_sampling_step_seconds_bucket[$__rate_interval])))', 'P95'],
        ],
      }),
    ]],
    ['Failures', [
      lines({
        title: 'Failed runs', unit: 'percentunit',
        description: 'Share of the runs of the last hour that failed, by stage.',
        queries: [['stage:tlora_runs_failed:ratio1h', '{{stage}}']],
      }),
      lines({
        title: 'Work begun again', unit: 'short',
        description: 'Jobs of the last hour that failed and came again, were handed over by a stopping worker, or lost their lease.',
        queries: [
          ['sum by (stage) (increase(tlora_job_retries_total[1h]))', '{{stage}} retried'],
          ['sum by (stage) (increase(tlora_job_handovers_total[1h]))', '{{stage}} handed over'],
          ['sum by (stage) (increase(tlora_leases_lost_total[1h]))', '{{stage}} lease lost'],
        ],
      }),
      lines({
        title: 'Java heap', unit: 'bytes',
        description: 'Heap in use, by service. Tensors lie outside of it.',
        queries: [['sum by (service) (jvm_memory_used_bytes{area="heap"})', '{{service}}']],
      }),
    ]],
  ],
});
