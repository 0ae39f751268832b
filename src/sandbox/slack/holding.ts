/** Deliveries kept back on demand: for late, lost and out-of-order events. */
import type { Parcel } from './deliver.js';
import type { Ack } from './types.js';

export interface HeldDeliveries {
  /** What waits, in the order it happened. */
  readonly waiting: readonly Parcel[];
  /** Delivers them one after another, each when the one before was taken or given up, and holds no more. */
  release(order?: 'as-sent' | 'reversed'): Promise<Ack[]>;
  /** Slack loses them. Holds no more. */
  discard(): void;
}

export interface Holding {
  /** Keeps back what fits from now on; every event by default. */
  hold(fits?: (parcel: Parcel) => boolean): HeldDeliveries;
  /** Delivers at once, or when it is let go. */
  through(parcel: Parcel, go: () => Promise<Ack>): Promise<Ack>;
}

const LOST: Ack = { ok: false, ms: 0, status: undefined, payload: undefined, problem: 'dispatch_failed' };

interface Waiting {
  readonly parcel: Parcel;
  readonly go: () => Promise<Ack>;
  readonly settle: (ack: Ack) => void;
}

export function createHolding(): Holding {
  const holds = new Set<{ readonly fits: (parcel: Parcel) => boolean; readonly waiting: Waiting[] }>();
  return {
    hold(fits = (parcel) => parcel.type === 'events_api') {
      const hold = { fits, waiting: [] as Waiting[] };
      holds.add(hold);
      const end = (): Waiting[] => {
        holds.delete(hold);
        return hold.waiting.splice(0);
      };
      return {
        get waiting() {
          return hold.waiting.map((one) => one.parcel);
        },
        async release(order = 'as-sent') {
          const list = end();
          if (order === 'reversed') list.reverse();
          const acks: Ack[] = [];
          for (const { go, settle } of list) {
            const ack = await go();
            settle(ack);
            acks.push(ack);
          }
          return acks;
        },
        discard() {
          for (const { settle } of end()) settle(LOST);
        },
      };
    },
    through(parcel, go) {
      const hold = [...holds].find((one) => one.fits(parcel));
      if (hold === undefined) return go();
      return new Promise((settle) => {
        hold.waiting.push({ parcel, go, settle });
      });
    },
  };
}
