// Panels as the dashboards need them: each with title, description and unit, never one without.
import * as common from '@grafana/grafana-foundation-sdk/common';
import { DashboardBuilder, DatasourceVariableBuilder, RowBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as Heatmap } from '@grafana/grafana-foundation-sdk/heatmap';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as Stat } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TimeSeries } from '@grafana/grafana-foundation-sdk/timeseries';

const source = { type: 'prometheus', uid: '${datasource}' };

function filled(builder, { title, description, unit, queries, span = 8, height = 8 }) {
  builder.title(title).description(description).unit(unit).datasource(source).span(span).height(height);
  queries.forEach(([expr, legend], i) =>
    builder.withTarget(
      new DataqueryBuilder().expr(expr).legendFormat(legend).refId(String.fromCharCode(65 + i)).datasource(source),
    ),
  );
  return builder;
}

export const lines = (spec) =>
  filled(new TimeSeries(), spec).lineWidth(2).fillOpacity(8).showPoints(common.VisibilityMode.Never).min(0);

export const figure = (spec) =>
  filled(new Stat(), { span: 6, height: 4, ...spec }).reduceOptions(
    new common.ReduceDataOptionsBuilder().calcs(['lastNotNull']),
  );

/** One row a series, coloured by its value. */
export const heat = (spec) => filled(new Heatmap(), { span: 12, ...spec }).calculate(false);

export function dashboard({ uid, title, description, rows }) {
  const builder = new DashboardBuilder(title)
    .uid(uid)
    .description(description)
    .tags(['tlora'])
    .refresh('30s')
    .time({ from: 'now-6h', to: 'now' })
    .timezone('browser')
    .withVariable(new DatasourceVariableBuilder('datasource').label('Prometheus').type('prometheus'));
  for (const [name, panels] of rows) {
    builder.withRow(new RowBuilder(name));
    panels.forEach((panel) => builder.withPanel(panel));
  }
  const built = builder.build();
  // The builder gives the variable fields that only intervals have.
  for (const variable of built.templating.list) {
    for (const field of ['auto', 'auto_min', 'auto_count']) delete variable[field];
  }
  built.panels.forEach((panel, i) => (panel.id = i + 1));
  return built;
}
