import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { tableOf } from '../table.ts';
import { measureAcknowledgement } from './figures/acknowledgement.ts';
import { measureCommands } from './figures/commands.ts';
import { measureDeliveries } from './figures/deliveries.ts';
import { measurePage } from './figures/page.ts';
import { measureRows } from './figures/rows.ts';
import { measureSoak } from './figures/soak.ts';
import { createOrders } from './orders.ts';
import { figureNames, openStage, type ApiFigure, type ApiFigureName } from './stage.ts';

// pnpm bench:api [--json] [--quick] [--runs 5] [--only commands,page]
//
// Measures the service as it is served, on a durable engine in real time with many live calls: each figure the median of its runs, in turns with
// the bare thing. With --quick everything is as small as can be: then the figures say nothing.
const { values } = parseArgs({
  args: process.argv.slice(2).filter((one) => one !== '--'),
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    runs: { type: 'string', default: '5' },
    only: { type: 'string', default: figureNames.join() },
  },
});
const extent = { runs: values.quick ? 1 : Number(values.runs), isQuick: values.quick };
const calls = values.quick ? 200 : 10_000;
const isChosen = (name: ApiFigureName): boolean => values.only.split(',').includes(name);

async function* measured(): AsyncGenerator<ApiFigure> {
  // First those that have the machine to themselves.
  if (isChosen('rows')) yield await measureRows(extent);
  if (isChosen('soak')) yield await measureSoak(extent);
  if (!figureNames.some((name) => name !== 'rows' && name !== 'soak' && isChosen(name))) return;
  const stage = await openStage(calls, extent);
  const orders = createOrders(stage);
  if (isChosen('commands')) yield await measureCommands(stage, orders);
  if (isChosen('acknowledgement')) yield await measureAcknowledgement(stage, orders);
  if (isChosen('page')) yield await measurePage(stage);
  if (isChosen('deliveries')) yield await measureDeliveries(stage);
  await stage.end();
}

const figures: ApiFigure[] = [];
for await (const figure of measured()) {
  figures.push(figure);
  if (!values.json) process.stdout.write(`${figures.length > 1 ? '\n' : ''}${tableOf([figure])}\n`);
}
const report = { node: process.version, cores: cpus().length, calls, ...extent, figures };
if (values.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
process.exit(0);
