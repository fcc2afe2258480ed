import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

/** Root of a user namespace may make a network namespace, which has nothing but a loopback that is down. */
const unshare = ['--user', '--map-root-user', '--net', 'sh', '-c'];
const LOOPBACK_UP = 'ip link set lo up';

/** Why no network namespace can be made on this machine; null where one can. */
export function whyNoNamespace(): string | null {
  const { status, error, stderr } = spawnSync('unshare', [...unshare, LOOPBACK_UP], { encoding: 'utf8' });
  if (error !== undefined) return error.message;
  return status === 0 ? null : stderr.trim();
}

/**
 * Runs a Node program in a network namespace of its own, until it ends or we are told to. It ends with us. `entered` is told
 * how others get in there.
 */
export async function runInNamespace(file: string, entered: (way: string) => void): Promise<number> {
  const stay = `${LOOPBACK_UP} && exec setpriv --pdeathsig TERM -- "$0" "$@"`;
  // Each exec keeps the process, so that its id is the program's. In a session of its own, Ctrl-C reaches it once: from us.
  const program = spawn('unshare', [...unshare, stay, process.execPath, '--no-warnings', file], {
    stdio: 'inherit',
    detached: true,
  });
  entered(`nsenter --user --net --preserve-credentials --target ${program.pid}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => program.kill(signal));
  const [code] = (await once(program, 'exit')) as [number | null];
  return code ?? 1;
}
