import { z } from 'zod';

/**
 * Where a reservation of text and data mining can stand: the three places of the TDM Reservation Protocol (W3C
 * community report of 2024: header, meta element, /.well-known/tdmrep.json), and the directives for robots.
 */
export const RESERVATION_PLACES = [
  'tdm-header',
  'tdm-meta',
  'tdmrep-json',
  'robots-header',
  'robots-meta',
] as const;

/** A publisher's word that a page is not to be mined (Directive (EU) 2019/790, article 4(3)). */
export const reservationSchema = z.object({
  place: z.enum(RESERVATION_PLACES),
  /** What is said there, such as `1` or `noai`. */
  says: z.string().max(200),
  /** Address of the terms, where they are named. */
  policy: z.string().max(2_048).optional(),
});
export type Reservation = z.infer<typeof reservationSchema>;
