import { startAsterisk } from './asterisk.ts';
import { runInNamespace, whyNoNamespace } from './namespace.ts';
import { installAsterisk } from './packages.ts';
import { credentials } from './settings.ts';

/** `pnpm pbx:asterisk`: an Asterisk to try things on, until it is interrupted; with `--namespace`, in a network of its own. */
const phones = { customer: 5201, agent: 5202, colleague: 5203, supervisor: 5204, manager: 5205 };
const ports = { http: 8088, manager: 5038, sip: 5160, rtp: 20_000 };
const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function serve(): Promise<void> {
  const began = Date.now();
  const asterisk = await startAsterisk({ ports, phones }, say);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void asterisk.stop().then(() => process.exit(0)));
  say(`Asterisk ${asterisk.version} after ${Date.now() - began} ms:`);
  say(`  ARI   http://127.0.0.1:${ports.http}/ari, ${credentials.user}:${credentials.password}`);
  say(`  AMI   127.0.0.1:${ports.manager}, the same user`);
  say(
    `  SIP   127.0.0.1:${ports.sip}, UDP; phones ${Object.entries(phones)
      .map(([name, port]) => `${name}:${port}`)
      .join(' ')}`,
  );
  say('  Ctrl-C ends it.');
}

async function serveInNamespace(): Promise<void> {
  const why = whyNoNamespace();
  if (why !== null) {
    say(`There is no network namespace to be had here (${why}): Asterisk listens on the loopback of this machine.`);
    await serve();
    return;
  }
  // In there nothing can be fetched.
  await installAsterisk(say);
  process.exitCode = await runInNamespace(import.meta.filename, (way) =>
    say(`Asterisk is in a network namespace of its own. To run something beside it: ${way} COMMAND`),
  );
}

try {
  await (process.argv.includes('--namespace') ? serveInNamespace() : serve());
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
