import type { CommandType } from '@legwork/core';

/** The name of a command without its direction: `takeover`. */
export type CommandWord = CommandType extends infer Type ? (Type extends `cmd.${infer Word}` ? Word : never) : never;
export const commandWord = (type: CommandType): CommandWord => type.slice('cmd.'.length) as CommandWord;
