// Draws a preview of each dashboard from recorded answers of Prometheus; not Grafana's own rendering.
//   TLORA_RECORD_DATA=target deploy/check-queries --record && npm run preview -- target/results.jsonl
// Needs chromium and ImageMagick.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const here = (path) => new URL(path, import.meta.url);
const recorded = new Map(
  readFileSync(process.argv[2], 'utf8').trim().split('\n').map((line) => JSON.parse(line)).map((it) => [it.expr, it.result ?? []]),
);
const uplot = readFileSync(here('node_modules/uplot/dist/uPlot.iife.min.js'), 'utf8');
const style = readFileSync(here('node_modules/uplot/dist/uPlot.min.css'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'preview-'));

const legend = (format, labels) => format.replace(/\{\{(\w+)\}\}/g, (_, name) => labels[name] ?? '');

function series(panel) {
  return (panel.targets ?? []).flatMap((target) =>
    (recorded.get(target.expr) ?? []).map((one) => ({ name: legend(target.legendFormat, one.metric), values: one.values })),
  );
}

function columns(all) {
  const times = [...new Set(all.flatMap((one) => one.values.map(([time]) => time)))].sort((a, b) => a - b);
  return [times, ...all.map((one) => {
    const at = new Map(one.values.map(([time, value]) => [time, Number(value)]));
    return times.map((time) => (Number.isFinite(at.get(time)) ? at.get(time) : null));
  })];
}

function page(dashboard) {
  const panels = dashboard.panels.map((panel) => {
    const all = series(panel);
    return { ...panel.gridPos, type: panel.type, title: panel.title, unit: panel.fieldConfig?.defaults?.unit, names: all.map((one) => one.name), data: columns(all) };
  });
  return `<!doctype html><meta charset="utf-8"><style>${style}
body{margin:0;background:#f4f5f5;font:11px sans-serif}.p{position:absolute;background:#fff;border:1px solid #ddd;box-sizing:border-box;padding:4px;overflow:hidden}
h3{margin:0 0 2px;font-size:11px}.row{position:absolute;font-weight:bold;font-size:13px;padding:6px}.big{font-size:22px;color:#2a7}.u-legend{font-size:9px}.u-legend .u-value{display:none}
</style><body><script>${uplot}</script><script>
const W=1200/24,H=30,colors=['#2a7de1','#e0752d','#3f9b4f','#a352cc','#c4162a','#b8860b','#0a9fa5','#777'];
const text=(v,u)=>v==null?'–':u==='s'?(v<60?v.toFixed(v<1?2:1)+' s':(v/60).toFixed(1)+' min'):u==='percentunit'?(100*v).toFixed(0)+' %':u==='bytes'?(v/1048576).toFixed(0)+' MiB':String(+v.toPrecision(3));
const last=a=>{for(let i=a.length-1;i>=0;i--)if(a[i]!=null)return a[i];return null};
for(const p of ${JSON.stringify(panels)}){const d=document.createElement('div');document.body.append(d);
d.style.cssText='left:'+p.x*W+'px;top:'+p.y*H+'px;width:'+p.w*W+'px;height:'+p.h*H+'px';
if(p.type==='row'){d.className='row';d.textContent=p.title;continue}
d.className='p';d.innerHTML='<h3></h3>';d.firstChild.textContent=p.title;
if(p.type==='stat'){for(let i=0;i<p.names.length&&i<5;i++){const s=document.createElement('span');s.style.marginRight='12px';s.innerHTML='<span class=big></span> '+p.names[i];s.firstChild.textContent=text(last(p.data[i+1]),p.unit);d.append(s)}continue}
if(p.type==='heatmap'){const c=document.createElement('canvas');c.width=p.w*W-90;c.height=p.h*H-40;const order=p.names.map((n,i)=>[parseFloat(n)||0,i]).sort((a,b)=>b[0]-a[0]);const g=c.getContext('2d');
const flat=p.data.slice(1).flat().filter(v=>v!=null),lo=Math.min(...flat),hi=Math.max(...flat);const h=c.height/order.length;
const labels=document.createElement('div');labels.style.cssText='float:left;width:62px;font-size:9px';order.forEach(([_,i],row)=>{const l=document.createElement('div');l.style.height=h+'px';l.textContent=p.names[i];labels.append(l);
p.data[i+1].forEach((v,t)=>{if(v==null)return;const q=(v-lo)/((hi-lo)||1);g.fillStyle='hsl('+(220-200*q)+',70%,'+(85-40*q)+'%)';const w=c.width/p.data[0].length;g.fillRect(t*w,row*h,w+1,h-1)})});d.append(labels,c);continue}
new uPlot({width:p.w*W-12,height:p.h*H-62,scales:{y:{range:(u,a,b)=>[Math.min(0,a),b*1.1||1]}},axes:[{size:24},{size:52,values:(u,v)=>v.map(x=>text(x,p.unit))}],
series:[{},...p.names.map((n,i)=>({label:n||p.title,stroke:colors[i%8],width:1.5,spanGaps:true,points:{show:p.data[0].length<40}}))]},p.data,d)}
</script>`;
}

for (const name of ['fleet', 'training', 'quality']) {
  const dashboard = JSON.parse(readFileSync(here(`../../deploy/chart/files/dashboards/${name}.json`), 'utf8'));
  const bottom = Math.max(...dashboard.panels.map((panel) => panel.gridPos.y + panel.gridPos.h));
  const html = join(folder, `${name}.html`);
  const shot = join(folder, `${name}.png`);
  writeFileSync(html, page(dashboard));
  execFileSync('chromium', ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', `--window-size=1200,${bottom * 30}`, `--screenshot=${shot}`, `file://${html}`], { stdio: 'ignore' });
  execFileSync('convert', [shot, '-colors', '48', '-define', 'png:compression-level=9', new URL(`../../docs/dashboard-${name}.png`, import.meta.url).pathname]);
}
