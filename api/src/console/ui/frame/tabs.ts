import { AuditIcon, HistoryIcon, LiveIcon, SimulationsIcon, WallIcon } from '../parts/icons.tsx';

/** The screens, and what one has to be allowed to see each. */
export const tabs = [
  { name: 'live', icon: LiveIcon, needs: 'calls.read' },
  { name: 'wall', icon: WallIcon, needs: 'queues.read' },
  { name: 'history', icon: HistoryIcon, needs: 'records.read' },
  { name: 'audit', icon: AuditIcon, needs: 'audit.read' },
  { name: 'simulations', icon: SimulationsIcon, needs: 'simulations.read' },
] as const;
