import { startAsterisk } from './asterisk.ts';
import { credentials } from './settings.ts';

/** `pnpm pbx:asterisk`: an Asterisk to try things on, until it is interrupted. */
const phones = { customer: 5201, agent: 5202, colleague: 5203, supervisor: 5204, manager: 5205 };
const ports = { http: 8088, manager: 5038, sip: 5160, rtp: 20_000 };
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const began = Date.now();
try {
  const asterisk = await startAsterisk({ ports, phones }, say);
  say(`Asterisk ${asterisk.version} after ${Date.now() - began} ms:`);
  say(`  ARI   http://127.0.0.1:${ports.http}/ari, ${credentials.user}:${credentials.password}`);
  say(`  AMI   127.0.0.1:${ports.manager}, the same user`);
  say(
    `  SIP   127.0.0.1:${ports.sip}, UDP; phones ${Object.entries(phones)
      .map(([name, port]) => `${name}:${port}`)
      .join(' ')}`,
  );
  say('  Ctrl-C ends it.');
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void asterisk.stop().then(() => process.exit(0)));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
