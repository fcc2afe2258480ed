/** The Asterisk Manager Interface: packets of `Key: value` lines, an empty line after each. */
export type ManagerPacket = ReadonlyMap<string, string>;

/** Line breaks would begin another field, or another action. */
const oneLine = (text: string): string => text.replaceAll(/[\r\n]+/g, ' ');

export function writeAction(fields: Readonly<Record<string, string>>): string {
  const lines = Object.entries(fields).map(([key, value]) => `${key}: ${oneLine(value)}\r\n`);
  return `${lines.join('')}\r\n`;
}

/** Takes text as it comes and gives the packets that are complete. What cannot be a packet is skipped. */
export function createManagerReader(maxBytes = 0x10000): (chunk: string) => readonly ManagerPacket[] {
  let rest = '';
  return (chunk) => {
    const parts = (rest + chunk).split('\r\n\r\n');
    rest = (parts.pop() ?? '').slice(-maxBytes);
    return parts.map(readPacket);
  };
}

function readPacket(text: string): ManagerPacket {
  const fields = new Map<string, string>();
  for (const line of text.split('\r\n')) {
    const at = line.indexOf(':');
    if (at > 0) fields.set(line.slice(0, at).toLowerCase(), line.slice(at + 1).trim());
  }
  return fields;
}
