import type { Mode } from '@legwork/core';
import { BargeIcon, MonitorIcon, WhisperIcon, type LucideIcon } from '../parts/icons.tsx';

/** The three ways to be present, in the order in which they are offered. */
export const modes = ['monitor', 'whisper', 'barge'] as const;
export const modeIcons: Readonly<Record<Mode, LucideIcon>> = {
  monitor: MonitorIcon,
  whisper: WhisperIcon,
  barge: BargeIcon,
};
