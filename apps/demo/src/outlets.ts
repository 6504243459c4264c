import type { Outlet } from './outlet.ts';
import { coastlineMirror } from './outlets/coastline-mirror.ts';
import { elleryCourier } from './outlets/ellery-courier.ts';
import { grauwinklerBote } from './outlets/grauwinkler-bote.ts';
import { kaldmarkToday } from './outlets/kaldmark-today.ts';
import { northernLedger } from './outlets/northern-ledger.ts';
import { oskValleyRecord } from './outlets/osk-valley-record.ts';
import { tarnwickHerald } from './outlets/tarnwick-herald.ts';

/** Every outlet of the demonstration. Places, people, agencies and events are all invented. */
export const OUTLETS: readonly Outlet[] = [
  elleryCourier,
  northernLedger,
  oskValleyRecord,
  kaldmarkToday,
  tarnwickHerald,
  coastlineMirror,
  grauwinklerBote,
];
