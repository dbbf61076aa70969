// Writes the dashboards into the chart. npm ci && npm run generate
import { mkdirSync, writeFileSync } from 'node:fs';
import { fleet } from './fleet.mjs';
import { quality } from './quality.mjs';
import { training } from './training.mjs';

const folder = new URL('../../deploy/chart/files/dashboards/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, dashboard] of Object.entries({ fleet, training, quality })) {
  writeFileSync(new URL(`${name}.json`, folder), JSON.stringify(dashboard, null, 1) + '\n');
}
